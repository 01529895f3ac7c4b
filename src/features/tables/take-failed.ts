/** Hands the rows that were not imported to the person, as a file. */
import { localDay } from '../../parts/local-time';
import { download, fileName } from '../../tables/download';
import type { Words } from '../../words/words.svelte';
import { failedRows } from './failed-rows';
import type { FailedRow, ImportJob } from './import-job';
import type { Plan } from './plan';

export async function takeFailed<Record>(
  words: Words,
  job: ImportJob<Record>,
  plan: Plan<Record>,
  refused: readonly FailedRow<Record>[],
  now: number,
): Promise<void> {
  const { writeCsv } = await import('../../tables/write-csv');
  const name = fileName(`${job.name}-${words.t('tables.mendName')}`, localDay(now), 'csv');
  const table = writeCsv(failedRows(words, job, plan, refused));
  download(new Blob([table], { type: 'text/csv' }), name);
}
