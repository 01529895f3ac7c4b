/**
 * A site's memory: records of tables that are no business of central's (storage locations, vaccinations, logs of its program …). They
 * are kept unread, and given back to the same site when it is initialised again.
 */
import type { Json } from '#shared/json';
import type { Page } from './rows';

export interface MemoryRecord {
  table: string;
  recordId: string;
  action: string;
  data: Json;
}

export interface KeptMemory extends MemoryRecord {
  siteId: string;
  /** instant */
  receivedAt: string;
}

export interface SiteMemory {
  /**
   * Keeps the latest of each record, and beside it a later one that cannot be read; one that the site deletes is forgotten. Of a table in `bounds` only that number of the latest stays.
   */
  keep(
    siteId: string,
    records: readonly MemoryRecord[],
    at: string,
    bounds: Readonly<Record<string, number>>,
  ): Promise<void>;
  get(siteId: string, table: string, recordId: string): Promise<MemoryRecord | undefined>;
  /** Everything that all sites sent of a table, the latest first. */
  ofTable(table: string, query: { limit: number; cursor?: string }): Promise<Page<KeptMemory>>;
  /** Everything that a site sent of all tables, the latest first. */
  ofSite(siteId: string, query: { limit: number; cursor?: string }): Promise<Page<KeptMemory>>;
}

/** The action of a version that could not be read: it stands beside the last that could, which a site is given back. */
export const UNREADABLE = 'Unreadable';

/** The name under which entries of the memory stand in the log of records. */
export const MEMORY = 'v6Memory';
/** The place in the log where the memory of a site lies. */
export const memoryPlace = (siteId: string): string => `memory/${siteId}`;
