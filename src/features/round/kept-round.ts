/** The round that is under way, kept on this device: it goes on after a restart, and in another tab. */
import { finishRound as finishCommand, type FinishedRound } from '#shared/commands/finish-round';
import { updateStatuses, type StatusUpdate } from '#shared/commands/update-statuses';
import { accepted, type Issue, type Result } from '#shared/result';
import { changeSetting, dropSetting, keepSetting, readSetting } from '../../replica/kept-settings';
import type { ReplicaDatabase } from '../../replica/database';
import type { Replica } from '../../replica/replica';
import type { AssetRow } from '../../replica/records';
import { lastLogsOf } from '../equipment/pieces/last-logs';
import { findingsOf, readRound, updatesOf, withRecorded, type Round } from './round';

const key = 'round';

export const keptRound = async (db: ReplicaDatabase): Promise<Round | null> =>
  readRound(await readSetting(db, key)) ?? null;

const keep = (db: ReplicaDatabase, round: Round | undefined): Promise<unknown> =>
  round ? keepSetting(db, key, JSON.stringify(round)) : dropSetting(db, key);

export const startRound = (db: ReplicaDatabase, round: Round): Promise<unknown> => keep(db, round);
export const dropRound = (db: ReplicaDatabase): Promise<unknown> => keep(db, undefined);

/** Changes the kept round. Two quick scans both count: each change applies to the round as it then stands. */
export const changeRound = (db: ReplicaDatabase, change: (round: Round) => Round): Promise<void> =>
  changeSetting(db, key, (kept) => {
    const round = readRound(kept);
    return round ? JSON.stringify(change(round)) : undefined;
  });

export interface Finish {
  /** logs that were written */
  recorded: number;
  /** the reasons why others could not be written, each with its `assetId`: the round stays open for them */
  issues: readonly Issue[];
}

/**
 * Writes the logs and closes the round together, so that no restart makes a log twice. One piece never holds up the others:
 * every log that can be recorded is. Refuses only where nothing may be written at all.
 */
export function finishRound(
  replica: Replica,
  assets: readonly AssetRow[],
  finishedAt: string,
): Promise<Result<Finish>> {
  const { db } = replica;
  return db.transaction('rw', db.tables, async () => {
    const round = await keptRound(db);
    if (!round || round.finishedAt !== undefined) return accepted({ recorded: 0, issues: [] });
    const known = await lastLogs(db, round, Date.parse(finishedAt));
    const updates = updatesOf(findingsOf(round, assets), known).map((update) => notLater(update, finishedAt));
    const all = await replica.commit(updateStatuses, { updates });
    const issues = all.ok ? [] : all.issues;
    const unsaid = new Set(issues.map(({ data }) => data?.['assetId']));
    if (unsaid.has(undefined)) return all.ok ? accepted({ recorded: 0, issues: [] }) : all;
    const sayable = updates.filter(({ assetId }) => !unsaid.has(assetId));
    const some = all.ok ? all : await replica.commit(updateStatuses, { updates: sayable });
    if (!some.ok) return some;
    const recorded = withRecorded(round, new Set(sayable.map(({ assetId }) => assetId)));
    if (unsaid.size > 0) {
      await keep(db, recorded);
      return accepted({ recorded: some.value.length, issues });
    }
    const put = await replica.commit(finishCommand, found(round, assets, finishedAt));
    if (!put.ok) return put;
    await keep(db, { ...recorded, finishedAt, records: put.value.map(({ entityId }) => entityId) });
    return accepted({ recorded: some.value.length, issues });
  });
}

/** The record of the round: as it is now, and for ever. */
function found(round: Round, assets: readonly AssetRow[], finishedAt: string): FinishedRound {
  const { found: there, missing, unexpected } = findingsOf(round, assets);
  const started = Date.parse(round.startedAt) > Date.parse(finishedAt) ? finishedAt : round.startedAt;
  return {
    ...{ storeId: round.storeId, location: round.location, startedAt: started, finishedAt },
    found: there.map(({ asset }) => asset.id),
    missing: missing.map(({ id }) => id),
    unexpected: unexpected.map(({ asset }) => asset.id),
    unknownLabels: round.strangers.length,
  };
}

/** A clock that was set right since the scan: a piece that was seen was seen by now. */
function notLater({ loggedAt, ...update }: StatusUpdate, now: string): StatusUpdate {
  return loggedAt === undefined || Date.parse(loggedAt) > Date.parse(now) ? update : { ...update, loggedAt };
}

/** Asset id → the log that gives its status, for the pieces that were seen. */
async function lastLogs(db: ReplicaDatabase, { seen }: Round, now: number): Promise<Map<string, string>> {
  const last = await lastLogsOf(
    db,
    seen.map(({ assetId }) => assetId),
    now,
  );
  return new Map([...last].map(([assetId, { id }]) => [assetId, id]));
}
