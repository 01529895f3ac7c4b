/**
 * Wrong tries of each PIN, and the end of the wait that follows. Both are kept, so that a restart or another tab gives no
 * further tries.
 */
import * as z from 'zod/mini';
import type { ReplicaDatabase } from '../database';

const KEY = 'pinTries';
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

const tries = z.record(z.string(), z.object({ wrong: z.number(), until: z.number() }));
type Tries = z.infer<typeof tries>;

/** Counts a try before the PIN is looked at. Returns how long to wait instead, milliseconds; 0: go on. */
export const countTry = (db: ReplicaDatabase, userId: string, now: number): Promise<number> =>
  db.transaction('rw', db.settings, async () => {
    const all = await readTries(db);
    const { wrong = 0, until = 0 } = all[userId] ?? {};
    // a clock that was set back keeps nobody out for longer than the longest wait
    const wait = Math.max(0, Math.min(until - now, LONGEST_WAIT_MS));
    const next =
      wait > 0 ? { wrong, until: now + wait } : { wrong: wrong + 1, until: now + waitAfter(wrong + 1) };
    await keep(db, { ...all, [userId]: next });
    return wait;
  });

const waitAfter = (wrong: number): number =>
  wrong < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);

/** It was right, or there is another now. */
export const forgetTries = (db: ReplicaDatabase, userId: string): Promise<void> =>
  db.transaction('rw', db.settings, async () => {
    const others = Object.entries(await readTries(db)).filter(([id]) => id !== userId);
    await keep(db, Object.fromEntries(others));
  });

async function readTries(db: ReplicaDatabase): Promise<Tries> {
  const text = (await db.settings.get(KEY))?.value;
  try {
    const parsed = z.safeParse(tries, JSON.parse(typeof text === 'string' ? text : '{}'));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

const keep = (db: ReplicaDatabase, all: Tries): Promise<unknown> =>
  db.settings.put({ key: KEY, value: JSON.stringify(all) });
