/** Hands the rows that were not imported to the person, as a file of the kind that they came in. */
import type { Plan } from '#shared/import/planned';
import type { Words } from '../../words/words.svelte';
import { failedRows } from './failed-rows';
import type { FailedRow, ImportJob } from './import-job';

import { takeFile } from './take-file';

export async function takeFailed<Record>(
  words: Words,
  job: ImportJob<Record>,
  plan: Plan<Record>,
  refused: readonly FailedRow<Record>[],
  now: number,
): Promise<boolean> {
  const name = `${job.name}-${words.t('tables.mendName')}`;
  const { kind, separator, encoding } = plan.readAs;
  const rows = failedRows(words, job, plan, refused);
  return kind === 'workbook'
    ? takeFile(rows, { name, ending: 'xlsx', sheet: plan.readAs.sheet, now })
    : takeFile(rows, { name, ending: 'csv', sheet: name, now, separator, encoding });
}
