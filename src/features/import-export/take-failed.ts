/** Hands the rows that were not imported to the person, as a file. */
import type { Words } from '../../words/words.svelte';
import { failedRows } from './failed-rows';
import type { FailedRow, ImportJob } from './import-job';
import type { Plan } from './plan';
import { takeFile } from './take-file';

export async function takeFailed<Record>(
  words: Words,
  job: ImportJob<Record>,
  plan: Plan<Record>,
  refused: readonly FailedRow<Record>[],
  now: number,
): Promise<boolean> {
  const name = `${job.name}-${words.t('tables.mendName')}`;
  return takeFile(failedRows(words, job, plan, refused), { name, ending: 'csv', sheet: name, now });
}
