/**
 * The database of sites that speak V6: their names and numbers, the records that they pushed until these are integrated, and the state that
 * each of them was last known to have. It also holds the order in which records reach them.
 */
import type { Change } from '#shared/change/change';
import type { JsonObject } from '#shared/json';
import type { Result } from '#shared/result';
import type { EntityRef } from '#shared/change/entity-ref';
import type { Page } from './rows';
import type { Base, Bases } from './v6-bases';
import type { FileContents } from './v6-contents';
import type { Pulls } from './v6-pulls';
import type { Pushes } from './v6-pushes';
import type { CentralRecords } from './v6-central-records';
import type { SiteMemory } from './v6-memory';
import type { OlderMemory } from './v6-older-memory';
import type { SitePeople } from './v6-people';

export type { Base, BaseFields, Bases } from './v6-bases';

export type Initialisation = 'new' | 'started' | 'completed';

/** A site as V6 knows it. */
export interface V6Site {
  siteId: string;
  /** unique, without regard to case */
  name: string;
  /** unique */
  number: number;
  /** of the hash that the site sends; none: mSupply central knows it */
  passwordHash?: string;
  /** the one installation that may sync as this site; none until it is first heard */
  hardwareId?: string;
  initialisation: Initialisation;
  lastContact?: string;
  /** instants of the last of each that went well, to the minute */
  lastPush?: string;
  lastPull?: string;
  appVersion?: string;
}

/** The facts that a call brings about its site. */
export interface V6Contact {
  at: string;
  appVersion: string;
  initialisation?: Initialisation;
  did?: 'push' | 'pull';
}

export interface V6Settings {
  name?: string;
  number?: number;
  passwordHash?: string;
}

export interface V6Sites {
  get(siteId: string): Promise<V6Site | undefined>;
  byName(name: string): Promise<V6Site | undefined>;
  /** True if there is any. */
  exist(): Promise<boolean>;
  /** Makes or edits; a new site without a number takes the next one. Refuses with `already-exists` and the field, or `missing-field`. */
  put(siteId: string, settings: V6Settings): Promise<Result<V6Site>>;
  /** Pins the installation where none is pinned; returns the one that is. */
  pin(siteId: string, hardwareId: string): Promise<string>;
  /** Nothing is known of the next installation: neither what it has taken, nor that it has what this one sent. */
  release(siteId: string): Promise<void>;
  note(siteId: string, contact: V6Contact): Promise<void>;
  /** By name. */
  all(): Promise<V6Site[]>;
}

/** A record as a site pushed it. */
export interface PushedRecord {
  table: string;
  recordId: string;
  action: string;
  data: JsonObject | null;
}

/** A change that a record became, written down before it is authored, so that a second try authors the same. */
export interface PlannedChange {
  document: string;
  change: Change;
}

export interface InboxRow extends PushedRecord {
  id: number;
  siteId: string;
  /** instant */
  receivedAt: string;
  plan?: PlannedChange[];
  /** it came from a site that may have been put back: what that had when it wrote this is not known */
  isAgain?: boolean;
}

/** The reason why a record is not integrated. */
export interface KeptFor {
  code: string;
  words: string;
  /** the entity or file whose arrival is waited for */
  waitsFor?: string;
}

export interface KeptRecord extends PushedRecord, KeptFor {
  id: number;
  siteId: string;
  receivedAt: string;
}

/** The outcome of an inbox row. */
export interface Outcome {
  row: InboxRow;
  /** undefined: integrated */
  kept?: KeptFor;
  /** kept, and given back to the site as it came when that begins again: nobody else has it */
  goesBack?: boolean;
  base?: Required<Pick<Base, 'assetId' | 'fields'>>;
}

/** `siteId`: of that site alone. */
export type Wakes = { ids: readonly string[] } | { codes: readonly string[]; siteId?: string };

export interface Inbox {
  /**
   * Adds rows, each content of a record once; `isLast` begins the integration. `isAgain`: as of the rows. True where the integration began:
   * a last push with nothing begins none, unless something waits of an earlier one.
   */
  add(
    siteId: string,
    rows: readonly PushedRecord[],
    at: string,
    isLast: boolean,
    isAgain?: boolean,
  ): Promise<boolean>;
  isIntegrating(siteId: string): Promise<boolean>;
  /** Sites whose integration has begun and not ended. */
  integrating(): Promise<string[]>;
  /** Those, and sites of which records are to be tried again that were kept before: nobody waits for them, and yet they are begun. */
  unfinished(): Promise<string[]>;
  /** Sites of which a push has begun before `before` and not ended. */
  left(before: string): Promise<string[]>;
  begin(siteIds: readonly string[]): Promise<void>;
  /** Unless something that the site pushed waits. */
  end(siteId: string): Promise<void>;
  /** Rows to be integrated, those that were pushed before those that are tried again; by rank of their table, then as they came. */
  waiting(siteId: string, ranks: readonly string[], limit: number): Promise<InboxRow[]>;
  savePlans(plans: readonly { id: number; plan: PlannedChange[] }[]): Promise<void>;
  /** `atSite`: noted with them; the integration of that site ends with them, where nothing that it pushed waits. */
  finish(outcomes: readonly Outcome[], atSite?: AtSite): Promise<void>;
  /** Notes again the reason why a record is kept, where it is; it waits for the same ids as before. */
  explain(
    siteId: string,
    record: Pick<PushedRecord, 'table' | 'recordId'>,
    why: Pick<KeptFor, 'code' | 'words'>,
  ): Promise<void>;
  /**
   * Lets kept records be tried again: those that wait for one of these ids, or that are kept for one of these reasons. Returns their
   * sites, which need not wait for them.
   */
  wake(which: Wakes): Promise<string[]>;
  /** Of all sites: records that are to be integrated, and records that are kept because they could not be. */
  count(): Promise<{ waiting: number; kept: number }>;
  /** A record that is kept, as it came. */
  keptOne(siteId: string, table: string, recordId: string): Promise<PushedRecord | undefined>;
  /** Kept records, the latest last. */
  kept(query: { siteId?: string; limit: number; cursor?: string }): Promise<Page<KeptRecord>>;
}

/** A record that has news, at its place in the order of all. */
export interface LogEntry extends EntityRef {
  cursor: number;
  /** the cursor at which the record came first */
  firstCursor: number;
  table: string;
  recordId: string;
}

export interface RecordPlace {
  storeId: string;
  table: string;
  recordId: string;
}

/** The records that a site has just as they are, unless there is news since `cursor`; and others that are sent to it again. */
export interface AtSite {
  siteId: string;
  had: readonly (RecordPlace & { cursor: number })[];
  again: readonly RecordPlace[];
}

export interface LogQuery {
  siteId: string;
  storeIds: readonly string[];
  cursor: number;
  limit: number;
  /** also the records that the site itself has: those that it pushed last, and its memory */
  withOwn: boolean;
  /** nothing that stands later; undefined: all */
  upTo?: number;
  /** tables of central data that the site does not know */
  unknownTables: readonly string[];
  /** false: nobody asks how many there are, and `total` is 0 */
  isCounted?: boolean;
}

/** Records by their latest news, each once per store it lies in ('' for central data). */
export interface RecordLog {
  /** The stores that the site has had until now; undefined: none yet. */
  served(siteId: string): Promise<readonly string[] | undefined>;
  /**
   * The site has these stores from now on. Records in a store that is new to it get positions at the end, as new records; a site that
   * begins (`cursor` 0) gets everything anyhow. True where it had others before.
   */
  serve(siteId: string, storeIds: readonly string[], cursor: number): Promise<boolean>;
  /**
   * Takes in some of the changes stored since the last time; returns the entities that they touched, nothing when all is in. An entity of
   * which only edits have arrived has no row yet, and so is no record either.
   */
  catchUp(recordsOf: (ref: EntityRef) => { table: string; recordId: string }[]): Promise<EntityRef[]>;
  page(query: LogQuery): Promise<{ entries: LogEntry[]; total: number; newest: number }>;
  /** The greatest cursor that a site was ever given. */
  given(siteId: string): Promise<number>;
  pulls(siteId: string): Promise<Pulls>;
  /** A site asks. Where its cursor was not given here, no later record stands there or before. `isBeginning`: it has not got everything once. */
  asked(siteId: string, asked: number, isBeginning?: boolean): Promise<Pulls>;
  /** A page that ends with `end` goes to a site that asked from `asked`. */
  give(siteId: string, asked: number, end: number): Promise<void>;
  /** The version of its program with which a site pulled last; undefined: none is written down. */
  pulledAs(siteId: string): Promise<string | undefined>;
  pullAs(siteId: string, appVersion: string): Promise<void>;
  cursors(places: readonly RecordPlace[]): Promise<(number | undefined)[]>;
  /** Sends these again. */
  again(places: readonly RecordPlace[]): Promise<void>;
}

export interface V6Database {
  sites: V6Sites;
  inbox: Inbox;
  bases: Bases;
  pushes: Pushes;
  log: RecordLog;
  contents: FileContents;
  memory: SiteMemory;
  people: SitePeople;
  centralRecords: CentralRecords;
  olderMemory: OlderMemory;
}
