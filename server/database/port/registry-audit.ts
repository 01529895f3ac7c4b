/** A record of the acts of staff. */

export interface AuditEntry {
  at: string;
  userId: string;
  /** as `site.create`, `device.revoke` */
  action: string;
  /** the id of its subject */
  subject: string;
  details?: Record<string, string | number>;
}

/** The position of an act in the record: the later first, acts that were written down before edits that are read from the changes. */
export interface AuditPosition {
  at: string;
  source: 'audit' | 'change';
  id: number;
}

export interface AuditQuery {
  limit: number;
  userId?: string;
  /** the part of an action before its dot: `site`, `session`, `catalogueItem` */
  kind?: string;
  /** instants: from the first on, before the second */
  from?: string;
  to?: string;
  after?: AuditPosition;
}

/** An act; edits of central data that one person made together are one, with their number. */
export interface AuditRecord extends AuditEntry, AuditPosition {
  count: number;
}

export interface AuditBook {
  write(entry: AuditEntry): Promise<void>;
  /** The latest first; edits of central data are among them, read from the changes. */
  page(query: AuditQuery): Promise<AuditRecord[]>;
}
