/** An import as central keeps it: the request, the progress, and each of its rows with the change that would be saved. */
import type { importStates } from '#shared/api/import';
import type { EntityRef } from '#shared/change/entity-ref';
import type { Json } from '#shared/json';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { ImportedSite } from '#shared/import/sites/site-data';
import type { AccountFacts, ImportedUser } from '#shared/import/users/user-data';
import type { Outcome } from '#shared/import/planned';
import type { Answers, Question } from '#shared/import/reading/answers';
import type { Mapping } from '#shared/import/names/match-headings';

/** The tables that can be imported. */
export const importTables = [
  'equipment',
  'catalogueItem',
  'statusReason',
  'item',
  'packVariant',
  'site',
  'user',
] as const;
export type ImportTable = (typeof importTables)[number];

export type ImportState = (typeof importStates)[number];

export interface ImportRecord {
  id: string;
  table: ImportTable;
  state: ImportState;
  /** rows that are read, and their total */
  done: number;
  total: number;
  /** the questions that nobody has answered yet, and those that somebody did */
  questions: readonly Question[];
  settled: readonly Question[];
  /** the headings of the file, with the column that each is taken for and examples of the cells under it; and all columns that there are */
  headings: readonly Heading[];
  columns: readonly { id: string; name?: string }[];
  counts: Readonly<Record<Outcome, number>>;
  error?: { code: string; message: string; line?: number };
  /** the way in which the file was read, and the values that blank cells would clear */
  readAs?: Json;
  clearing?: Json;
  unknown?: readonly string[];
  /** the sender, and the moment of sending (instant) */
  userId: string;
  createdAt: string;
  fileName: string;
  /** the import with which the file came, where this one is another of its sheets */
  ofFile?: string;
  /** all headings of the file, as they stand in it */
  heading?: readonly string[];
  /** the member of staff who has it saved or undone: a server that starts goes on in their name */
  runBy?: { deviceId: string; userId: string };
  answers: Answers;
  mapping: Mapping;
  /** the end of the log when the file was read: values that were recorded later are not overwritten */
  readSeq: number;
  /** it is being taken back */
  isUndoing?: boolean;
  /** rows that are saved, and those that could not be, by the time they were */
  saved: number;
  left: readonly LeftRow[];
  /** after it was undone: rows that stay, since somebody edited them */
  kept: readonly KeptRow[];
}

export interface Heading {
  text: string;
  /** absent: it is passed over */
  column?: string;
  examples: readonly string[];
}

/** A row that was to be saved and was not. */
export interface LeftRow {
  line: number;
  code: string;
  message: string;
}

/** A record that an import wrote and that was not taken back: as a whole (`fields` is empty), or these fields of it. */
export interface KeptRow {
  line: number;
  entity: string;
  entityId: string;
  fields: readonly string[];
}

/** The changes of one row, noted before they are stored, so that they can be taken back. */
export interface JournalEntry {
  line: number;
  said: readonly {
    /** the cause of the change; its id is half of it */
    changeId: string;
    /** what the change is about; absent in journals of before */
    of?: EntityRef;
    /** per field (or `properties.<key>`) that an edit writes, the value before; null: none */
    before: { readonly [field: string]: Json };
  }[];
  made?: MadeOfSite;
  account?: ChangedAccount;
}

/** An account that a row of a list of people makes or changes. */
export interface ChangedAccount {
  userId: string;
  /** null: the row makes it */
  before: AccountFacts | null;
  after: AccountFacts;
}

/** What a row of a list of facilities makes or changes. */
export interface MadeOfSite {
  siteId: string;
  /** the site is made by the row */
  isSite?: boolean;
  /** the store that is made by the row */
  storeId?: string;
  /** per field of the facility, or `name` of the site, the value before (null: none), and the value that the row gives */
  before: { readonly [field: string]: Json };
  after: { readonly [field: string]: Json };
}

/** `record`: the argument of the command that will save the row. */
export interface ImportRow {
  line: number;
  outcome: Outcome;
  values: { readonly [field: string]: Json };
  issues: readonly {
    code: string;
    field?: string;
    data?: Readonly<Record<string, string | number>>;
    message: string;
  }[];
  record: ImportedAsset | ImportedRecord | ImportedSite | ImportedUser;
  /** of a row that stays out: its cells as text, so that it can be mended */
  cells?: readonly string[];
}

export const noCounts = { new: 0, changed: 0, same: 0, wrong: 0 } as const satisfies Record<Outcome, number>;

/** What nobody works on, and was being saved, is stopped. */
export const cutIsStopped = (state: ImportState): ImportState => (state === 'importing' ? 'stopped' : state);

/** It was being saved or undone when somebody wrote it down last. */
export const isCut = (
  record: ImportRecord | undefined,
): record is ImportRecord & Required<Pick<ImportRecord, 'runBy'>> =>
  record?.runBy !== undefined && (record.state === 'importing' || record.isUndoing === true);
