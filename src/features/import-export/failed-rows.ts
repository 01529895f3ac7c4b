/** The rows that were not imported, as they came, with their faults in a last column: to be mended and imported again. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';
import { columnOfField, isWarning } from '#shared/import/import-issue';
import type { Plan, PlannedRow } from '#shared/import/planned';
import { dayOfNumber } from '#shared/spreadsheet/dates/calendar-day';
import { isDayCell, type Cell, type Cells } from '#shared/spreadsheet/cell';
import type { FailedRow, ImportJob } from './import-job';
import { issueInWords } from './table-words';

export function failedRows<Record>(
  words: Words,
  { columnName }: Pick<ImportJob<Record>, 'columnName'>,
  plan: Plan<Record>,
  refusedRows: readonly FailedRow<Record>[],
): Cells[] {
  const about = (column: string, problem: string): string =>
    column === ''
      ? problem
      : words.t('tables.problemIn', { column: columnName(plan.known, column), problem });
  const sentence = ({ code, data, field }: Issue): string =>
    about(columnOfField(field), words.sayError(code, data));
  const refusals = new Map(refusedRows.map(({ row, issues }) => [row.line, issues.map(sentence)]));
  const wrong = plan.rows.flatMap((row): Cells[] => {
    const problems = [
      ...(row.outcome === 'wrong' ? row.issues.filter((issue) => !isWarning(issue)) : []).map((issue) =>
        about(issue.column, issueInWords(words, issue)),
      ),
      ...(refusals.get(row.line) ?? []),
    ];
    return problems.length > 0 ? [[...cellsOf(plan, row), row.line, problems.join(' ')]] : [];
  });
  const headings = [words.t('tables.column-line'), words.t('tables.column-problems')];
  return [[...plan.heading.map(plainCell), ...headings], ...wrong];
}

/** The cells as they came, but for days: a bare number means another day in another workbook. */
const cellsOf = <Record>({ heading, columns, readAs }: Plan<Record>, { cells }: PlannedRow<Record>): Cells =>
  Array.from({ length: Math.max(heading.length, cells.length) }, (_, at) => {
    const cell = cells[at] ?? null;
    if (typeof cell !== 'number' || columns[at]?.kind !== 'date') return plainCell(cell);
    return dayOfNumber(cell, readAs.from1904 ?? false) ?? cell;
  });

const plainCell = (cell: Cell): Cell => (isDayCell(cell) ? cell.day : cell);
