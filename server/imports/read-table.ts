/**
 * Reads a file, and writes each of its rows, with the change that would be saved, where imports are kept; returns the way in which it was
 * read.
 */
import { writeFile } from 'node:fs/promises';
import { isPlainJson, type Json } from '#shared/json';
import { columnOfField } from '#shared/import/import-issue';
import type { PlanRequest } from '#shared/import/plan-file';
import { isOpen, knowsNoColumn, type Plan, type PlannedRow } from '#shared/import/planned';
import type { Question } from '#shared/import/reading/answers';
import type { StrippedFile } from '#shared/import/users/stripped-file';
import { textOfCell } from '#shared/spreadsheet/cell';
import { noCounts, type Heading, type ImportRecord, type ImportRow, type ImportTable } from './import-record';
import { faultInEnglish, issueInEnglish, type FileFault } from './issue-words';
import { keepStripped, opening, type FilePlaces } from './keep-stripped';
import { planImport } from './plan-import';
import type { PlanSource } from './plan-source';

type Record = PlannedRow<ImportRow['record']>['record'];

export interface ReadRequest extends PlanRequest, FilePlaces {
  table: ImportTable;
  /** the file to which the rows are written, one a line */
  rowsPath: string;
  /** what is kept of the file in its place */
  stripped?: StrippedFile;
}

/** The facts of an import that reading finds. */
export type ReadState = Partial<ImportRecord>;

/** Lines that are written at once. */
const LINES = 500;
const EXAMPLES = 3;

export async function readTable(source: PlanSource, request: ReadRequest): Promise<ReadState> {
  const planned = await planImport(source, request.table, { ...request, ...opening(request.stripped) });
  await keepStripped(request, 'plan' in planned);
  if ('fault' in planned) return fault(planned.fault.code, planned.fault.line);
  const { plan } = planned;
  if (knowsNoColumn(plan))
    return { ...fault('no-known-column', plan.readAs.headingLine), ...columnsOf(plan) };
  await writeFile(request.rowsPath, linesOf(plan.rows));
  return readState(plan);
}

export function fault(code: FileFault, line?: number): Pick<ImportRecord, 'state' | 'error'> {
  return {
    state: 'unreadable',
    error: { code, message: faultInEnglish(code, line), ...(line !== undefined && { line }) },
  };
}

function* linesOf(rows: readonly PlannedRow<Record>[]): Generator<string> {
  for (let from = 0; from < rows.length; from += LINES)
    yield rows
      .slice(from, from + LINES)
      .map((row) => `${JSON.stringify(toRow(row))}\n`)
      .join('');
}

/** A question of only some rows keeps no other row from being imported. */
const isOfAll = ({ code }: Question): boolean => code !== 'facility' && code !== 'model' && code !== 'value';

function readState(plan: Plan<Record>): ReadState {
  const questions = plan.questions.filter(isOpen);
  const counts = { ...noCounts };
  for (const { outcome } of plan.rows) counts[outcome] += 1;
  return {
    ...{ state: questions.some(isOfAll) ? 'asking' : 'ready', questions, counts },
    settled: plan.questions.filter((question) => !isOpen(question)),
    ...{ done: plan.rows.length, total: plan.rows.length, unknown: plan.unknown },
    ...{ readAs: asJson(plan.readAs), clearing: asJson(plan.clearing) },
    ...columnsOf(plan),
  };
}

function columnsOf({
  heading,
  columns,
  rows,
  known,
}: Plan<Record>): Pick<ImportRecord, 'heading' | 'headings' | 'columns'> {
  const examples = (at: number): string[] => {
    const seen = new Set<string>();
    for (const { cells } of rows.slice(0, 200)) {
      const text = textOfCell(cells[at]).slice(0, 60);
      if (text !== '') seen.add(text);
      if (seen.size === EXAMPLES) break;
    }
    return [...seen];
  };
  return {
    heading: heading.map(textOfCell),
    headings: heading.flatMap((cell, at): Heading[] => {
      const text = textOfCell(cell);
      const column = columns[at]?.id;
      return text === '' ? [] : [{ text, examples: examples(at), ...(column !== undefined && { column }) }];
    }),
    columns: known.map(({ id, name }) => ({ id, ...(name !== undefined && { name }) })),
  };
}

/** An object made of plain values travels as it is; fields that are undefined are left out. */
function asJson(value: object): Json {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return isPlainJson(plain) ? plain : null;
}

const toRow = ({ line, outcome, values, issues, record, cells }: PlannedRow<Record>): ImportRow => ({
  ...{ line, outcome, values, record },
  ...(outcome === 'wrong' && { cells: cells.map(textOfCell) }),
  issues: issues.map((issue) => ({
    code: issue.code,
    ...(issue.column !== '' && { field: columnOfField(issue.column) }),
    ...(issue.data && { data: issue.data }),
    message: issueInEnglish(issue),
  })),
});
