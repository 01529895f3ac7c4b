/** An import as central keeps it: what was asked, how far it is, and each of its rows with what would be saved. */
import type { importStates } from '#shared/api/import';
import type { Json } from '#shared/json';
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { Outcome } from '#shared/import/planned';
import type { Answers, Question } from '#shared/import/reading/answers';
import type { Mapping } from '#shared/import/names/match-headings';

/** What an import can be of. */
export const importTables = ['equipment', 'catalogueItem', 'statusReason', 'item', 'packVariant'] as const;
export type ImportTable = (typeof importTables)[number];

export type ImportState = (typeof importStates)[number];

export interface ImportRecord {
  id: string;
  table: ImportTable;
  state: ImportState;
  /** rows that are read, of how many */
  done: number;
  total: number;
  /** what nobody has answered yet */
  questions: readonly Question[];
  counts: Readonly<Record<Outcome, number>>;
  error?: { code: string; message: string; line?: number };
  /** how the file was read, and what blank cells would clear */
  readAs?: Json;
  clearing?: Json;
  unknown?: readonly string[];
  /** who sent it, and when (instant) */
  userId: string;
  createdAt: string;
  fileName: string;
  answers: Answers;
  mapping: Mapping;
}

/** `record`: what the command takes that will save the row. */
export interface ImportRow {
  line: number;
  outcome: Outcome;
  values: { readonly [field: string]: Json };
  issues: readonly { code: string; field?: string; message: string }[];
  record: ImportedAsset | ImportedRecord;
}

export const noCounts = { new: 0, changed: 0, same: 0, wrong: 0 } as const satisfies Record<Outcome, number>;
