/** Sites with their stores. */
import { searchKey } from '#shared/text-folding';
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
  /** in which its people read, as `fr`; absent: nobody chose one */
  language?: string;
  stores: StoreRecord[];
}

/** The position of a site in a list; `lastContact` is empty while no device of it was ever heard. */
export interface SitePosition {
  lastContact: string;
  code: string;
}

export interface SiteQuery {
  limit: number;
  /** words, each of which must occur in the code or name of the site or of one of its stores */
  q?: string;
  /** only these; undefined: all */
  siteIds?: readonly string[];
  /** by code, or the one that was silent longest first */
  sort: 'code' | 'lastContact';
  after?: SitePosition;
  /** nobody asks how many there are: the total is 0 */
  withoutTotal?: boolean;
}

export interface SitePage {
  sites: SiteRecord[];
  /** of all that match */
  total: number;
  /** absent on the last page */
  next?: SitePosition;
}

/** The text in which the words of a search are looked for. */
export const siteText = ({ code, name, stores }: SiteRecord): string =>
  searchKey([code, name, ...stores.flatMap((store) => [store.code, store.name])].join(' '));

export const wordsOf = (q: string | undefined): string[] =>
  searchKey(q ?? '')
    .split(/\s+/)
    .filter(Boolean);

export interface SiteBook {
  /** Refuses with `already-exists`; the field names the code or id that is taken: `code`, `stores.0.id`, `stores.1.code`. */
  add(site: SiteRecord): Promise<Result<SiteRecord>>;
  /** Renames a site, adds stores to it; undefined when there is no such site. */
  edit(
    id: string,
    change: { name?: string; addStores?: readonly StoreRecord[] },
  ): Promise<Result<SiteRecord> | undefined>;
  /** In which the people of these sites read. */
  speak(ids: readonly string[], language: string): Promise<void>;
  /** Takes away a store to which nothing refers, of a site at which nobody works. False: something does, somebody works there, or it is not there. */
  removeStore(id: string): Promise<boolean>;
  /** Takes away a site without stores to which nothing refers but its unused join codes. False: something does, or it is not there. */
  remove(id: string): Promise<boolean>;
  get(id: string): Promise<SiteRecord | undefined>;
  page(query: SiteQuery): Promise<SitePage>;
  /** For each of these folded words of a search, the stores that have it in their own names or in those of their site. */
  storesNamed(words: readonly string[]): Promise<Map<string, string[]>>;
  /** The stores that are active at these sites. */
  storesOfSites(siteIds: readonly string[]): Promise<string[]>;
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
