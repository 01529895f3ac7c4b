/**
 * Saves what a plan of central data says. Its rows are judged over what is in memory, and a transaction only writes: a browser
 * ends one in which many awaits follow each other without a write. A batch is saved in a moment, so that the page stays alive.
 */
import { importCentralData, type ImportedRecord } from '#shared/commands/import-central-data';
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { RowReader } from '#shared/domain/rules/rows';
import type { Issue } from '#shared/result';
import type { Replica } from '../../replica/replica';
import { breathe, type FailedRow, type ImportOutcome, type ImportWatch } from './import-job';
import type { PlannedRow } from './plan';

export const BATCH = 50;

type Row = PlannedRow<ImportedRecord>;
type Save = (rows: readonly Row[]) => ReturnType<Replica['commitOver']>;

export async function importRows(
  { commitOver }: Pick<Replica, 'commitOver'>,
  known: RowReader,
  entity: CentralEntity,
  rows: readonly Row[],
  { progress, isStopped }: ImportWatch,
): Promise<ImportOutcome<ImportedRecord>> {
  const outcome: ImportOutcome<ImportedRecord> = { saved: 0, failed: [], stopped: false };
  const save: Save = (batch) =>
    commitOver(known, importCentralData, { entity, records: batch.map(({ record }) => record) });
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
async function saveBatch(
  save: Save,
  batch: readonly Row[],
): Promise<{ failed: FailedRow<ImportedRecord>[]; fault?: Issue }> {
  const result = await save(batch);
  if (result.ok) return { failed: [] };
  const fault = result.issues.find(({ data }) => typeof data?.['index'] !== 'number');
  if (fault) return { failed: [], fault };
  const failed = batch.flatMap((row, index): FailedRow<ImportedRecord>[] => {
    const issues = result.issues.filter(({ data }) => data?.['index'] === index);
    return issues.length > 0 ? [{ row, issues }] : [];
  });
  const rest = batch.filter((row) => !failed.some((one) => one.row === row));
  if (rest.length === 0) return { failed };
  const again = await saveBatch(save, rest);
  return { failed: [...failed, ...again.failed], ...(again.fault && { fault: again.fault }) };
}
