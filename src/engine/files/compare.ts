/**
 * Sends files again that central once had and has no more, as after a restored backup. Every device that still holds one sends
 * it. A device asks once a day, and when a person asks for a sync.
 */
import { centralOf } from '../../central-api/central';
import { listMissingFiles } from '../../central-api/files';
import { namedFiles } from '../../replica/files/waiting-files';
import { omit } from '../../replica/omit';
import type { ReplicaDatabase } from '../../replica/database';
import type { Identity } from '../../replica/records';
import type { World } from '../world';

const KEY = 'filesComparedAt';
const EVERY_MS = 24 * 60 * 60 * 1000;
/** Hashes in one call. */
const AT_ONCE = 500;

export const compareAgain = (db: ReplicaDatabase): Promise<void> => db.settings.delete(KEY);

/** Asks if it is time to; a missing file waits to be sent again. */
export async function compareFiles(world: World, identity: Identity): Promise<void> {
  const { db, fetch } = world;
  const now = world.now();
  const comparedAt = (await db.settings.get(KEY))?.value;
  const isFresh = typeof comparedAt === 'number' && now - comparedAt < EVERY_MS && comparedAt <= now;
  if (isFresh || identity.kind !== 'site') return;
  const held = await heldFiles(db);
  if (held.length === 0) return;
  for (let at = 0; at < held.length; at += AT_ONCE) {
    const missing = await listMissingFiles({ ...centralOf(identity), fetch }, held.slice(at, at + AT_ONCE));
    if (!missing.ok) return;
    await sendAgain(db, missing.value.missing);
  }
  await db.settings.put({ key: KEY, value: now });
}

/** Copies of files that central had. A removed file leaves central in time, and is not missed. */
async function heldFiles(db: ReplicaDatabase): Promise<string[]> {
  const held = await db.fileCopies.where('state').equals('central').primaryKeys();
  if (held.length === 0) return [];
  const named = await namedFiles(db);
  return held.filter((sha256) => named.has(sha256));
}

const sendAgain = (db: ReplicaDatabase, missing: readonly string[]): Promise<void> =>
  db.transaction('rw', db.fileCopies, async () => {
    for (const copy of await db.fileCopies.bulkGet([...missing]))
      if (copy?.state === 'central')
        await db.fileCopies.put({
          ...omit(copy, 'uploadUrl', 'nextTry', 'errorCode'),
          ...{ state: 'waiting', sent: 0, failures: 0 },
        });
  });
