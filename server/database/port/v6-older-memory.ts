/** The records that a site pushed by the older API: kept unread, and given back to the same site when it is initialised again. */
import type { Page } from './rows';
import type { MemoryRecord } from './v6-memory';

export interface QueuedRecord extends MemoryRecord {
  /** its position among the records that the site is given back */
  number: number;
}

export interface OlderMemory {
  /**
   * Keeps the latest of each record; one that the site deletes is forgotten. Of a table in `bounds` only that number of the latest stays.
   */
  keep(
    siteId: string,
    records: readonly MemoryRecord[],
    bounds: Readonly<Record<string, number>>,
  ): Promise<void>;
  /** Those of these ids that the site pushed in a table. */
  known(siteId: string, table: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The site initialises again: all of its memory waits for it. Returns the number of its records. */
  begin(siteId: string): Promise<number>;
  waiting(siteId: string, limit: number): Promise<Pick<Page<QueuedRecord>, 'items' | 'total'>>;
  /** The site has taken the records that wait for it up to `number`. */
  taken(siteId: string, number: number): Promise<void>;
}
