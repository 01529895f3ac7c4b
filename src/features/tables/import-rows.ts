/** Saves what a plan says, some dozens of rows in one transaction, so that thousands are in within seconds and the page stays alive. */
import { importCentralData } from '#shared/commands/import-central-data';
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { Issue } from '#shared/result';
import type { Replica } from '../../replica/replica';
import type { PlannedRow } from './plan';

/** More in one transaction, and Dexie loses hold of it between the many awaits of a command. */
export const BATCH = 50;

/** A row that was not saved, and why. */
export interface FailedRow {
  row: PlannedRow;
  issues: readonly Issue[];
}

export interface ImportOutcome {
  saved: number;
  failed: FailedRow[];
  /** a person stopped it, or the device could not go on: what came after is not saved */
  stopped: boolean;
  stoppedBy?: Issue;
}

export interface ImportWatch {
  progress: (done: number) => void;
  isStopped: () => boolean;
}

export async function importRows(
  { commit }: Pick<Replica, 'commit'>,
  entity: CentralEntity,
  rows: readonly PlannedRow[],
  { progress, isStopped }: ImportWatch,
): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { saved: 0, failed: [], stopped: false };
  for (let at = 0; at < rows.length; at += BATCH) {
    if (isStopped()) return { ...outcome, stopped: true };
    const batch = rows.slice(at, at + BATCH);
    const { failed, fault } = await saveBatch(commit, entity, batch);
    if (fault) return { ...outcome, stopped: true, stoppedBy: fault };
    outcome.saved += batch.length - failed.length;
    outcome.failed.push(...failed);
    progress(at + batch.length);
    // lets the page draw and answer between two batches
    await new Promise((resolve) => setTimeout(resolve));
  }
  return outcome;
}

/** Saves the rows of a batch that can be saved: those that are refused are left out, and the rest is tried again. */
async function saveBatch(
  commit: Replica['commit'],
  entity: CentralEntity,
  batch: readonly PlannedRow[],
): Promise<{ failed: FailedRow[]; fault?: Issue }> {
  const result = await commit(importCentralData, { entity, records: batch.map(({ record }) => record) });
  if (result.ok) return { failed: [] };
  const fault = result.issues.find(({ data }) => typeof data?.['index'] !== 'number');
  if (fault) return { failed: [], fault };
  const failed = batch.flatMap((row, index): FailedRow[] => {
    const issues = result.issues.filter(({ data }) => data?.['index'] === index);
    return issues.length > 0 ? [{ row, issues }] : [];
  });
  const rest = batch.filter((row) => !failed.some((one) => one.row === row));
  if (rest.length === 0) return { failed };
  const again = await saveBatch(commit, entity, rest);
  return { failed: [...failed, ...again.failed], ...(again.fault && { fault: again.fault }) };
}
