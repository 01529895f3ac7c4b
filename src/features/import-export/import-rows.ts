/**
 * Saves a plan in batches. Rows are judged over the data in memory, and a transaction only writes: a browser ends a transaction
 * in which many awaits follow each other without a write. A batch is saved in a moment, so that the page stays alive.
 */
import type { PlannedRow } from '#shared/import/planned';
import type { Issue, Result } from '#shared/result';
import { breathe, type FailedRow, type ImportOutcome, type ImportWatch } from './import-job';

export const BATCH = 50;

/** Saves all of these records, or none and says why: `data.index` names the record that an issue is about. */
type SaveRecords<Record> = (records: readonly Record[]) => Promise<Result<unknown>>;

export async function importRows<Record>(
  save: SaveRecords<Record>,
  rows: readonly PlannedRow<Record>[],
  { progress, isStopped }: ImportWatch,
): Promise<ImportOutcome<Record>> {
  const outcome: ImportOutcome<Record> = { saved: 0, failed: [], stopped: false };
  for (let at = 0; at < rows.length; at += BATCH) {
    if (isStopped()) return { ...outcome, stopped: true };
    const batch = rows.slice(at, at + BATCH);
    const { failed, fault } = await saveBatch(save, batch);
    if (fault) return { ...outcome, stopped: true, stoppedBy: fault };
    outcome.saved += batch.length - failed.length;
    outcome.failed.push(...failed);
    progress(at + batch.length);
    await breathe();
  }
  return outcome;
}

/** Saves the rows of a batch that can be saved: those that are refused are left out, and the rest is tried again. */
async function saveBatch<Record>(
  save: SaveRecords<Record>,
  batch: readonly PlannedRow<Record>[],
): Promise<{ failed: FailedRow<Record>[]; fault?: Issue }> {
  const result = await save(batch.map(({ record }) => record));
  if (result.ok) return { failed: [] };
  const fault = result.issues.find(({ data }) => typeof data?.['index'] !== 'number');
  if (fault) return { failed: [], fault };
  const failed = batch.flatMap((row, index): FailedRow<Record>[] => {
    const issues = result.issues.filter(({ data }) => data?.['index'] === index);
    return issues.length > 0 ? [{ row, issues }] : [];
  });
  const rest = batch.filter((row) => !failed.some((one) => one.row === row));
  if (rest.length === 0) return { failed };
  const again = await saveBatch(save, rest);
  return { failed: [...failed, ...again.failed], ...(again.fault && { fault: again.fault }) };
}
