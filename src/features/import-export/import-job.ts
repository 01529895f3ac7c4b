/** What an import is of: how its file is planned, how its columns are called, and how its rows are saved. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';
import type { Column } from './columns';
import type { Plan, PlannedRow } from './plan';

/** Why a file has no plan: it is no table, or more than this device can hold. */
export type Unreadable = 'unreadable' | 'too-large';

export interface ImportJob<Record> {
  /** the beginning of the names of its files */
  name: string;
  /** what imported rows reach, or where they can be looked at */
  reaches?: string;
  list?: { href: string; label: string };
  /** what a column is called; its id where nothing is */
  columnName: (columns: readonly Column[], id: string) => string;
  plan: (file: File, words: Words) => Promise<Plan<Record> | Unreadable>;
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
  /** a person stopped it, or the device could not go on: what came after is not saved */
  stopped: boolean;
  stoppedBy?: Issue;
}

export interface ImportWatch {
  progress: (done: number) => void;
  isStopped: () => boolean;
}

export const toImport = <Record>({ rows }: Plan<Record>): PlannedRow<Record>[] =>
  rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');

/** Lets the page draw and answer between two pieces of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
