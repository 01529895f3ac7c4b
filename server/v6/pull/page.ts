/** One page of the records that a site does not have yet, for any envelope. */
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
  /** the last that the site has for certain */
  from: number;
  endCursor: number;
  /** the number of records from the cursor on, this page included */
  total: number;
  records: SentRecord[];
  isLast: boolean;
  /** nothing that the site was ever sent stands after it */
  hasAll: boolean;
  /** the site begins to be sent again what it had */
  isPutBack: boolean;
}

/** The reader: a site with its stores. */
export interface Reader {
  siteId: string;
  storeIds: readonly string[];
}

/** A site begins before all that is stored can be sent: it asks again later. */
export class BeginsTooEarly extends Error {}
