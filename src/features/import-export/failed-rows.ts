/** The rows that were not imported, as they came, with what is wrong in a last column: to be mended and imported again. */
import type { Issue } from '#shared/result';
import type { Words } from '../../words/words.svelte';
import type { Cells } from '../../spreadsheet/cell';
import type { FailedRow, ImportJob } from './import-job';
import { columnOfField, isWarning } from './issue';
import type { Plan } from './plan';
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
      ...(row.outcome === 'error' ? row.issues.filter((issue) => !isWarning(issue)) : []).map((issue) =>
        about(issue.column, issueInWords(words, issue)),
      ),
      ...(refusals.get(row.line) ?? []),
    ];
    return problems.length > 0 ? [[...padded(row.cells, plan.header.length), problems.join(' ')]] : [];
  });
  return [[...plan.header, words.t('tables.column-problems')], ...wrong];
}

const padded = (cells: Cells, length: number): Cells => Array.from({ length }, (_, at) => cells[at] ?? null);
