/**
 * The records that a site gets by the older API where this server serves it: stores and their names, the settings that switch the cold
 * chain on, items and units. They stand in the order in which they came to be as they are.
 */
import type { JsonObject } from '#shared/json';
import type { Pulls } from './v6-pulls';

export interface CentralRecord {
  table: string;
  recordId: string;
  data: JsonObject;
}

export interface CentralStore {
  id: string;
  code: string;
  name: string;
  /** of the V6 site that has it; 0: no V6 site has it */
  siteNumber: number;
}

export interface CentralRecords {
  /** Every store of the programme, and a text that changes when any of that does. */
  stores(): Promise<CentralStore[]>;
  storesVersion(): Promise<string>;
  /** Keeps these as all there are now; a record that is new or changed takes a position at the end. */
  keep(records: readonly CentralRecord[]): Promise<void>;
  page(
    cursor: number,
    limit: number,
  ): Promise<{ entries: (CentralRecord & { cursor: number })[]; newest: number }>;
  /** The site begins, or goes on with a beginning, until it has all. */
  begins(siteId: string): Promise<void>;
  /** A site asks. Where its cursor was not given here, no later record stands there or before. */
  asked(siteId: string, asked: number): Promise<Pulls>;
  /** A page that ends with `end` goes to a site that asked from `asked`. */
  give(siteId: string, asked: number, end: number): Promise<void>;
  /** Those of these ids that are, or were, among them: sites keep what they were given. */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The site has all of these, so that it can store the records that stand in the log of records up to `cursor`. */
  hasAll(siteId: string, cursor: number): Promise<void>;
  /** The cursor up to which the site has them; undefined: the site never asked for these here. */
  hadUpTo(siteId: string): Promise<number | undefined>;
}
