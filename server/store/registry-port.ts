/**
 * Who takes part: sites with their stores, the devices that joined them, join codes, staff with their sessions, and a
 * record of what staff did. One contract suite (registry-contract.ts) runs on every implementation. Secrets come in hashed.
 */
import type { Result } from '#shared/result';

export interface StoreRecord {
  id: string;
  code: string;
  name: string;
}

export interface SiteRecord {
  id: string;
  code: string;
  name: string;
  /** instant */
  createdAt: string;
  stores: StoreRecord[];
}

/** Where a site stands in a list; `lastContact` is empty while no device of it was ever heard. */
export interface SitePosition {
  lastContact: string;
  code: string;
}

export interface SiteQuery {
  limit: number;
  /** words, each of which must occur in the code or name of the site or of one of its stores */
  q?: string;
  /** by code, or the one that was silent longest first */
  sort: 'code' | 'lastContact';
  after?: SitePosition;
}

export interface SitePage {
  sites: SiteRecord[];
  /** of all that match */
  total: number;
  /** absent on the last page */
  next?: SitePosition;
}

/** What the words of a search are looked for in. */
export const siteText = ({ code, name, stores }: SiteRecord): string =>
  [code, name, ...stores.flatMap((store) => [store.code, store.name])].join(' ').toLowerCase();

export const wordsOf = (q: string | undefined): string[] =>
  (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);

export interface SiteBook {
  /** Refuses with `already-exists`; the field says which code or id is taken: `code`, `stores.0.id`, `stores.1.code`. */
  add(site: SiteRecord): Promise<Result<SiteRecord>>;
  /** Renames a site, adds stores to it; undefined when there is no such site. */
  edit(
    id: string,
    change: { name?: string; addStores?: readonly StoreRecord[] },
  ): Promise<Result<SiteRecord> | undefined>;
  get(id: string): Promise<SiteRecord | undefined>;
  page(query: SiteQuery): Promise<SitePage>;
  /** Store id → site id, for the stores of these that exist. */
  sitesOfStores(storeIds: readonly string[]): Promise<Map<string, string>>;
  /** Makes a store active on another site. Refuses with `not-found` (field `storeId` or `siteId`) and `nothing-changed`. */
  moveStore(move: {
    storeId: string;
    siteId: string;
    at: string;
  }): Promise<Result<{ store: StoreRecord; from: SiteRecord; to: SiteRecord }>>;
  /** The stores that a site has lost, and when. */
  formerStores(siteId: string): Promise<FormerStore[]>;
}

export interface FormerStore {
  storeId: string;
  /** instant */
  leftAt: string;
}

export interface DeviceRecord {
  id: string;
  /** a phone or computer of a site, or a browser in which a member of staff signs in */
  kind: 'site' | 'staff';
  siteId?: string;
  name: string;
  joinedAt: string;
  lastContact?: string;
  appVersion?: string;
  revokedAt?: string;
  /** the Yjs client id that it uses now */
  clientId: number;
}

export interface NewDevice {
  id: string;
  name: string;
  tokenHash: string;
  at: string;
  proposeClientId: ProposeClientId;
}

/** A random client id; asked again when the one it gave is taken. */
export type ProposeClientId = () => number;

export interface Contact {
  deviceId: string;
  at: string;
  appVersion?: string;
}

/** How much of a document a device was last known to have. */
export interface DeviceDocument {
  deviceId: string;
  document: string;
  /** how many changes of it */
  changes: number;
  /** the sequence number of the last of them */
  seq: number;
  /** instant */
  at: string;
}

export interface DeviceBook {
  /** The device that carries this token, revoked or not. */
  byToken(tokenHash: string): Promise<DeviceRecord | undefined>;
  get(id: string): Promise<DeviceRecord | undefined>;
  ofSites(siteIds: readonly string[]): Promise<DeviceRecord[]>;
  /** All client ids that the device ever had. */
  clientIdsOf(deviceId: string): Promise<number[]>;
  /** Gives the device a client id that nobody ever had, and makes it the present one. */
  renewClientId(deviceId: string, propose: ProposeClientId): Promise<number>;
  /** False when there is no such device or it was revoked before. Its sessions end. */
  revoke(id: string, at: string): Promise<boolean>;
  recordContacts(contacts: readonly Contact[]): Promise<void>;
  recordDocuments(documents: readonly DeviceDocument[]): Promise<void>;
  documentsOf(deviceIds: readonly string[]): Promise<DeviceDocument[]>;
}

export interface JoinCodeRecord {
  codeHash: string;
  siteId: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface JoinCodeBook {
  add(code: JoinCodeRecord): Promise<void>;
  /** Spends the code and registers the device, in one: of two at once, one wins. Refuses with `code-unknown`, `code-used`, `code-expired`. */
  redeem(codeHash: string, device: NewDevice): Promise<Result<{ site: SiteRecord; clientId: number }>>;
}

export interface StaffUser {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  permissions: string[];
  /** instant; a disabled user cannot sign in and has no sessions */
  disabledAt?: string;
  /** instant */
  lastSignIn?: string;
}

/** What of a user is changed; `disabledAt: null` lets them in again. */
export interface UserChange {
  displayName?: string;
  permissions?: string[];
  disabledAt?: string | null;
}

export interface NewSession {
  /** its name, by which it is listed and ended; no secret */
  id: string;
  tokenHash: string;
  /** what the browser says of itself */
  agent: string;
  /** the browser, by the hash of its cookie: in the same browser a user has the same device */
  browserHash: string;
  userId: string;
  at: string;
  /** used when this user was never in this browser */
  device: { id: string; name: string; proposeClientId: ProposeClientId };
}

export interface SessionRecord {
  id: string;
  user: StaffUser;
  agent: string;
  deviceId: string;
  clientId: number;
  browserHash: string;
  createdAt: string;
  seenAt: string;
}

export interface StaffBook {
  /** Refuses with `already-exists`. User names differ by more than case. */
  addUser(user: StaffUser): Promise<Result<StaffUser>>;
  byName(username: string): Promise<StaffUser | undefined>;
  get(id: string): Promise<StaffUser | undefined>;
  /** All of them, by user name. */
  list(): Promise<StaffUser[]>;
  isEmpty(): Promise<boolean>;
  /** Undefined when there is no such user. Refuses with `last-admin` what would leave nobody who may manage users. */
  edit(id: string, change: UserChange): Promise<Result<StaffUser> | undefined>;
  /** False when there is no such user. */
  setPassword(id: string, passwordHash: string): Promise<boolean>;
  /** Undefined when there is no such user any more, or a disabled one. */
  openSession(session: NewSession): Promise<{ deviceId: string; clientId: number } | undefined>;
  session(tokenHash: string): Promise<SessionRecord | undefined>;
  sessionById(id: string): Promise<SessionRecord | undefined>;
  /** The open ones, the one seen last first. */
  sessionsOf(userId: string): Promise<SessionRecord[]>;
  recordSeen(tokenHash: string, at: string): Promise<void>;
  /** Ends sessions by their ids. */
  endSessions(ids: readonly string[]): Promise<void>;
  /** Ends the sessions that began or were last seen before these instants. */
  closeStale(before: { createdAt: string; seenAt: string }): Promise<void>;
}

export interface AuditEntry {
  at: string;
  userId: string;
  /** as `site.create`, `device.revoke` */
  action: string;
  /** the id of what it was done to */
  subject: string;
  details?: Record<string, string | number>;
}

/** Where an act stands in the record: the later first, what was written down before what is read from the changes. */
export interface AuditPosition {
  at: string;
  source: 'audit' | 'change';
  id: number;
}

export interface AuditQuery {
  limit: number;
  userId?: string;
  /** of an action, what stands before its dot: `site`, `session`, `catalogueItem` */
  kind?: string;
  /** instants: from the first on, before the second */
  from?: string;
  to?: string;
  after?: AuditPosition;
}

/** An act; edits of central data that one person made together are one, with how many there were. */
export interface AuditRecord extends AuditEntry, AuditPosition {
  count: number;
}

export interface AuditBook {
  write(entry: AuditEntry): Promise<void>;
  /** The latest first; edits of central data are among them, read from the changes. */
  page(query: AuditQuery): Promise<AuditRecord[]>;
}

export interface Registry {
  sites: SiteBook;
  devices: DeviceBook;
  joinCodes: JoinCodeBook;
  staff: StaffBook;
  audit: AuditBook;
}
