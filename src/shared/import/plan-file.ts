/** Plans an import of any table: opens the file, finds the table in it, settles how its columns are written, and has each row planned. */
import { textOfCell, type Cells } from '../spreadsheet/cell';
import { openTableFile } from '../spreadsheet/open-table-file';
import type { SheetRow, TableFile } from '../spreadsheet/table-file';
import type { Column } from './column';
import type { CellIssue } from './import-issue';
import { headingIndex, type MatchedColumns, type Mapping } from './names/match-headings';
import type { Plan, Planned, PlannedRow } from './planned';
import { answerTo, choiceOf, type Answers, type Question } from './reading/answers';
import { mannerOf, type Manner } from './reading/column-manner';
import { findTable, type FoundTable } from './reading/find-table';
import { missingColumns } from './reading/missing-columns';
import { encodingQuestion, readAs } from './reading/read-as';
import type { CellWriter } from './write-rows';

/** Rows that are planned in one go. */
const ROWS_AT_ONCE = 100;

export interface PlanRequest {
  bytes: Uint8Array;
  answers: Answers;
  mapping: Mapping;
  /** central's time, milliseconds */
  now: number;
  /** for a file that is kept otherwise than it came */
  open?: typeof openTableFile;
  /** lets others work between two rows, and is called with how many are done of how many */
  breathe?: (done: number, total: number) => Promise<void>;
}

/** The texts of a row by column, blank ones left out. */
export type RowTexts = ReadonlyMap<string, string>;

/** The rows to plan, and how they are to be read. */
export interface Reading<Target> {
  answers: Answers;
  now: number;
  kind: TableFile['kind'];
  heading: Cells;
  rows: readonly SheetRow[];
  known: readonly Column[];
  /** the columns that the file has, a class before its categories, each with its position */
  inFile: readonly InFile[];
  manner: (column: Column) => Manner;
  targets: readonly (Target | undefined)[];
  clears: boolean;
  /** by line: the issues that keep a row out before it is read */
  doubts: ReadonlyMap<number, readonly CellIssue[]>;
  /** to be called after each row, with how many are done */
  pause: (done: number) => Promise<void>;
}

/** The rows of a file as they stand in it. */
export interface SettleTable {
  heading: Cells;
  rows: readonly SheetRow[];
  inFile: readonly InFile[];
  answers: Answers;
  kind: TableFile['kind'];
}

/** The rows as they are to be read, with the doubts that could not be settled. */
export interface Settled extends Pick<SettleTable, 'heading' | 'rows' | 'inFile'> {
  questions: readonly Question[];
  doubts: ReadonlyMap<number, readonly CellIssue[]>;
}

export interface InFile {
  column: Column;
  at: number;
}

/** A kind of table: its columns, its known rows, and the plan of a row. */
interface TableKind<Record, Target> {
  known: readonly Column[];
  /** columns that identify a row: all of one of these lists, or the id */
  keys: readonly (readonly string[])[];
  write: (column: Column, target: Target) => ReturnType<CellWriter>;
  /** settles the file's own words, before anything is read */
  settle?: (table: SettleTable) => Settled;
  /** is given the texts of all rows before any target is asked for */
  prepare?: (texts: readonly RowTexts[]) => Promise<void>;
  target: (texts: RowTexts) => Target | undefined;
  plan: (reading: Reading<Target>) => Promise<{ rows: PlannedRow<Record>[]; questions: Question[] }>;
}

export async function planFile<Record, Target>(
  request: PlanRequest,
  kind: TableKind<Record, Target>,
): Promise<Planned<Record>> {
  const { answers, mapping } = request;
  const opened = await (request.open ?? openTableFile)(request.bytes, {
    encoding: answerTo(answers, { code: 'encoding' }),
    separator: answerTo(answers, { code: 'separator' }),
  });
  if ('error' in opened) return { fault: opened.error };
  const { file } = opened;
  const found = findTable(file, headingIndex(kind.known), answers, mapping);
  if (!found) return { fault: { code: 'empty' } };
  const columnsSaid = missingColumns(found.heading, kind, answers, mapping);
  return { plan: await planTable(request, kind, { file, found, ...columnsSaid }) };
}

interface Located {
  file: TableFile;
  found: FoundTable;
  matched: MatchedColumns;
  missing: readonly string[];
  questions: readonly Question[];
}

async function planTable<Record, Target>(
  { answers, now, breathe }: PlanRequest,
  kind: TableKind<Record, Target>,
  { file, found, matched, missing, questions: asked }: Located,
): Promise<Plan<Record>> {
  const { heading, inFile, rows, doubts, ...settled } = settledOf(kind, {
    heading: found.heading,
    inFile: inOrder(kind.known, matched.columns),
    rows: missing.length > 0 ? [] : found.rows,
    ...{ answers, kind: file.kind },
  });
  const texts = rows.map(({ cells }) => textsOf(inFile, cells));
  await kind.prepare?.(texts);
  const targets = texts.map((row) => kind.target(row));
  const from1904 = file.kind === 'workbook' && file.from1904;
  const manners = mannersOf(kind, { file, rows, targets, inFile, answers });
  const clears = choiceOf(answers, { code: 'clearing' }, ['keep', 'clear']) === 'clear';
  const planned = await kind.plan({
    ...{
      answers,
      now,
      kind: file.kind,
      heading,
      rows,
      doubts,
      known: kind.known,
      inFile,
      targets,
      clears,
    },
    pause: async (done) => {
      if (done % ROWS_AT_ONCE === 0) await breathe?.(done, rows.length);
    },
    manner: ({ id }) => manners.get(id)?.manner ?? { from1904 },
  });
  const cleared = planned.rows.map(
    ({ issues }) => issues.filter(({ code }) => code === 'would-clear').length,
  );
  return {
    readAs: readAs(file, found, new Map([...manners].map(([id, { manner }]) => [id, manner]))),
    ...{ heading: found.heading, known: kind.known, ...matched, missing },
    rows: asInFile(planned.rows, found.rows),
    clearing: {
      rows: cleared.filter((count) => count > 0).length,
      values: cleared.reduce((sum, count) => sum + count, 0),
      answer: clears ? 'clear' : 'keep',
    },
    questions: [
      ...encodingQuestion(file, answers),
      ...found.questions,
      ...asked,
      ...settled.questions,
      ...[...manners.values()].flatMap(({ question }) => question ?? []),
      ...planned.questions,
    ],
  };
}

/** The rows with their cells as they stand in the file, not as they were settled. */
const asInFile = <Record>(
  planned: readonly PlannedRow<Record>[],
  rows: readonly SheetRow[],
): PlannedRow<Record>[] => planned.map((row, at) => ({ ...row, cells: rows[at]?.cells ?? row.cells }));

const settledOf = <Record, Target>(kind: TableKind<Record, Target>, table: SettleTable): Settled =>
  kind.settle?.(table) ?? { ...table, questions: [], doubts: new Map() };

const inOrder = (known: readonly Column[], columns: readonly (Column | undefined)[]): InFile[] =>
  known.flatMap((column) => {
    const at = columns.findIndex((one) => one?.id === column.id);
    return at === -1 ? [] : [{ column, at }];
  });

const textsOf = (inFile: readonly InFile[], cells: Cells): RowTexts =>
  new Map(
    inFile.flatMap(({ column, at }) => {
      const text = textOfCell(cells[at]);
      return text === '' ? [] : [[column.id, text] as const];
    }),
  );

/** Columns whose cells can be written in more than one way. */
const isSettled = ({ kind, variants = [] }: Column): boolean =>
  kind === 'date' || kind === 'number' || kind === 'integer' || variants.length > 1;

function mannersOf<Record, Target>(
  kind: TableKind<Record, Target>,
  {
    file,
    rows,
    targets,
    inFile,
    answers,
  }: {
    file: TableFile;
    rows: readonly SheetRow[];
    targets: readonly (Target | undefined)[];
    inFile: readonly InFile[];
    answers: Answers;
  },
): Map<string, ReturnType<typeof mannerOf>> {
  const from1904 = file.kind === 'workbook' && file.from1904;
  return new Map(
    inFile
      .filter(({ column }) => isSettled(column))
      .map(({ column, at }) => {
        const cells = rows.map((row, place) => {
          const target = targets[place];
          return {
            cell: row.cells[at] ?? null,
            line: row.line,
            before: target ? kind.write(column, target) : null,
          };
        });
        return [column.id, mannerOf(column, cells, answers, from1904)];
      }),
  );
}
