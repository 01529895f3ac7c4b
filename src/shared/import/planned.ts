/** The plan of an import, row by row: new rows, rows that differ and their cells, rows that stay the same, and rows that are wrong. */
import type { Json } from '../json';
import type { Cell, Cells } from '../spreadsheet/cell';
import type { Unreadable } from '../spreadsheet/table-file';
import type { Column } from './column';
import type { CellIssue } from './import-issue';
import type { Question } from './reading/answers';

export const outcomes = ['new', 'changed', 'same', 'wrong'] as const;
export type Outcome = (typeof outcomes)[number];

/** A cell that differs from the stored value; both as an export would write them. */
export interface CellChange {
  column: string;
  from: Cell;
  to: Cell;
}

export interface PlannedRow<Record> {
  /** of the file, as a spreadsheet counts: its first row is 1 */
  line: number;
  /** as they stand in the file */
  cells: Cells;
  outcome: Outcome;
  record: Record;
  changes: readonly CellChange[];
  issues: readonly CellIssue[];
  /** per column of the file: the value to be stored, as an export would write it; absent where it could not be read */
  stored: Readonly<{ [column: string]: Cell }>;
  /** per field: the value to be stored */
  values: Readonly<{ [field: string]: Json }>;
}

/** The way in which the file was read, and the other ways that a person could choose. */
export interface ReadAs {
  kind: 'text' | 'workbook';
  /** name of the sheet; '' of a text file */
  sheet: string;
  sheets: readonly { name: string; hidden: boolean }[];
  headingLine: number;
  /** of a text file */
  encoding?: string;
  /** set where the encoding is a guess that needs no answer */
  isGuess?: boolean;
  /** words whose letters come from that guess */
  words?: readonly string[];
  separator?: string;
  /** of a workbook whose days are counted from 1904 */
  from1904?: boolean;
  /** per column: the decimal mark, or the order of day and month, by which it was read */
  marks: Readonly<{ [column: string]: string }>;
}

/** Values that blank cells would clear: in how many rows, how many. */
export interface Clearing {
  rows: number;
  values: number;
  answer: 'keep' | 'clear';
}

export interface Plan<Record> {
  readAs: ReadAs;
  heading: Cells;
  /** all columns that such a table may have */
  known: readonly Column[];
  /** by position in the file; undefined is passed over */
  columns: readonly (Column | undefined)[];
  /** headings that the app does not know */
  unknown: readonly string[];
  /** without these no row can be identified */
  missing: readonly string[];
  questions: readonly Question[];
  clearing: Clearing;
  rows: readonly PlannedRow<Record>[];
}

export type Planned<Record> = { plan: Plan<Record> } | { fault: Unreadable };

/** An open question: the rows that wait for it stay out. */
export const isOpen = ({ answer }: Question): boolean => answer === undefined;

/** A file of which no heading says anything is no table of ours, or one that a person must explain. */
export const knowsNoColumn = ({ columns }: Pick<Plan<unknown>, 'columns'>): boolean =>
  columns.every((column) => column === undefined);
