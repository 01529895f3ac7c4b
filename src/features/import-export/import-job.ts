/** The subject of an import: the plan of its file, the names of its columns, and the saving of its rows. */
import type { Column } from '#shared/import/column';
import type { Mapping } from '#shared/import/names/match-headings';
import { isOpen, type Plan, type PlannedRow } from '#shared/import/planned';
import type { Answers } from '#shared/import/reading/answers';
import type { Issue } from '#shared/result';
import type { Unreadable } from '#shared/spreadsheet/table-file';
import type { Words } from '../../words/words.svelte';

/** The reason why a file has no plan; `unreadable` where the device itself failed. */
export type Fault = Unreadable | { code: 'unreadable'; line?: number };

/** A person's choices for the file so far. */
export interface Said {
  answers: Answers;
  mapping: Mapping;
}

export interface ImportJob<Record> {
  /** the beginning of the names of its files */
  name: string;
  /** a sentence on where imported rows go; `list`: the list where they can be looked at */
  reaches?: string;
  list?: { href: string; label: string };
  /** the name of a column; its id where it has none */
  columnName: (columns: readonly Column[], id: string) => string;
  plan: (file: Blob, said: Said, words: Words) => Promise<Plan<Record> | Fault>;
  save: (rows: readonly PlannedRow<Record>[], watch: ImportWatch) => Promise<ImportOutcome<Record>>;
}

/** A row that was not saved, and why. */
export interface FailedRow<Record> {
  row: PlannedRow<Record>;
  issues: readonly Issue[];
}

export interface ImportOutcome<Record> {
  saved: number;
  failed: FailedRow<Record>[];
  /** a person stopped it, or the device could not go on: the rows after that are not saved */
  stopped: boolean;
  stoppedBy?: Issue;
}

export interface ImportWatch {
  progress: (done: number) => void;
  isStopped: () => boolean;
}

export const isFault = <Record>(read: Plan<Record> | Fault): read is Fault => 'code' in read;

/** Questions about the whole file: until they are answered no row can be believed. */
const ofWholeFile: ReadonlySet<string> = new Set(['encoding', 'sheet', 'column']);

export const waitsAsAWhole = ({ questions }: Plan<unknown>): boolean =>
  questions.some((question) => isOpen(question) && ofWholeFile.has(question.code));

export const toImport = <Record>(plan: Plan<Record>): PlannedRow<Record>[] =>
  waitsAsAWhole(plan) ? [] : plan.rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');

/** Lets the page draw and answer between two pieces of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
