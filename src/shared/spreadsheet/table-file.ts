/** The content of a file of tables, from any program. */
import type { Cells } from './cell';

/** A row as a spreadsheet counts it, blank ones included: the first of the file is 1. */
export interface SheetRow {
  line: number;
  cells: Cells;
  /** a fault of the file itself: a quote that is open, cells of several rows run together */
  fault?: RowFault;
}

export type RowFault = 'quotes' | 'rows-in-cell';

export interface Sheet {
  name: string;
  /** hidden by the author of the workbook */
  hidden: boolean;
  rows: readonly SheetRow[];
}

/** A text file: one sheet, and how it was read. */
export interface TextFile {
  kind: 'text';
  sheets: readonly [Sheet];
  encoding: string;
  separator: string;
  /** set where the letters are not beyond doubt */
  doubt?: EncodingDoubt;
}

export interface Workbook {
  kind: 'workbook';
  sheets: readonly Sheet[];
  /** its days are counted from 1904, as old Macs did */
  from1904: boolean;
}

export type TableFile = TextFile | Workbook;

/** The words of a file whose letters depend on its encoding, as each encoding would have them. */
export interface EncodingDoubt {
  /** a guess that needs no answer, but that is shown */
  isPlain: boolean;
  choices: readonly EncodingChoice[];
}

interface EncodingChoice {
  encoding: string;
  words: readonly string[];
}

/** The reason why a file is no table: the kind of file that it is instead. */
export type NoTable =
  | 'empty'
  | 'old-excel'
  | 'binary-excel'
  | 'open-document'
  | 'word-document'
  | 'pdf'
  | 'picture'
  | 'json'
  | 'web-page'
  | 'xml'
  | 'archive'
  | 'locked'
  | 'damaged'
  | 'unknown-bytes';

/** A file that cannot be read as it is; `line` where one of its lines is to blame. */
export interface Unreadable {
  code: NoTable | 'too-large' | 'open-quote' | 'not-kept';
  line?: number;
}
