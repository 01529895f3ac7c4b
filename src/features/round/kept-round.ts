/** The round that is under way, kept on this device: it goes on after a restart, and in another tab. */
import { updateStatuses } from '#shared/commands/update-statuses';
import { accepted, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../../replica/database';
import type { Replica } from '../../replica/replica';
import type { AssetRow } from '../../replica/records';
import { findingsOf, readRound, updatesOf, type Round } from './round';

const key = 'round';

export const keptRound = async (db: ReplicaDatabase): Promise<Round | null> =>
  readRound((await db.settings.get(key))?.value) ?? null;

const keep = (db: ReplicaDatabase, round: Round | undefined): Promise<unknown> =>
  round ? db.settings.put({ key, value: JSON.stringify(round) }) : db.settings.delete(key);

export const startRound = (db: ReplicaDatabase, round: Round): Promise<unknown> => keep(db, round);
export const dropRound = (db: ReplicaDatabase): Promise<unknown> => keep(db, undefined);

/** What two quick scans say is both kept: each is put to what stands then. */
export const changeRound = (db: ReplicaDatabase, change: (round: Round) => Round): Promise<void> =>
  db.transaction('rw', db.settings, async () => {
    const round = await keptRound(db);
    if (round) await keep(db, change(round));
  });

/** Writes the logs and closes the round together, so that no restart makes a log twice. Refuses with the issues of the logs. */
export function finishRound(
  replica: Replica,
  assets: readonly AssetRow[],
  finishedAt: string,
): Promise<Result<number>> {
  const { db } = replica;
  return db.transaction('rw', db.tables, async () => {
    const round = await keptRound(db);
    if (!round || round.finishedAt !== undefined) return accepted(0);
    const result = await replica.commit(updateStatuses, { updates: updatesOf(findingsOf(round, assets)) });
    if (!result.ok) return result;
    await keep(db, { ...round, finishedAt });
    return accepted(result.value.length);
  });
}
