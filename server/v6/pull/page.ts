/** One page of what a site does not have yet, whatever envelope it leaves in. */
import type { Json } from '#shared/json';

export type Action = 'Insert' | 'Update' | 'Delete' | 'Merge';

export interface SentRecord {
  cursor: number;
  table: string;
  recordId: string;
  action: Action;
  data: Json | null;
}

export interface Page {
  endCursor: number;
  /** what is left from where was asked, this page included */
  total: number;
  records: SentRecord[];
  isLast: boolean;
}

/** Who asks: a site with its stores. */
export interface Reader {
  siteId: string;
  storeIds: readonly string[];
}
