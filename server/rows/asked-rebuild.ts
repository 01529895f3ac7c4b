/** Two marks in the log's file, by which another process asks the serving one to make the rows again and learns that it is done. */
import type { CentralDatabase } from '../database/port/central-database';

type Database = Pick<CentralDatabase, 'transaction' | 'following'>;

const ASKED = 'rebuild_asked';
const DONE = 'rebuild_done';
/** The interval at which the server looks, milliseconds. */
const LOOK_EVERY = 1000;

export const askForRebuild = (database: Database, token: string): Promise<void> =>
  database.transaction(({ changes }) => changes.setMeta(ASKED, token));

export const isRebuilt = async (database: Database, token: string): Promise<boolean> =>
  (await database.transaction(({ changes }) => changes.meta(DONE))) === token;

/**
 * Looks once. Of several processes on one database each does it: `before` is the request that this one did last. Returns the request that
 * it did last now.
 */
async function rebuildIfAsked(database: Database, before: string | undefined): Promise<string | undefined> {
  const [asked, done] = await database.transaction(async ({ changes }) => [
    await changes.meta(ASKED),
    await changes.meta(DONE),
  ]);
  if (asked === undefined || asked === (before ?? done)) return asked;
  await database.following.rebuild();
  await database.transaction(({ changes }) => changes.setMeta(DONE, asked));
  return asked;
}

/** Returns the function that ends it, once its work under way is done. */
export function rebuildWhenAsked(database: Database, onFault: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | undefined;
  let before: string | undefined;
  const timer = setInterval(() => {
    running ??= rebuildIfAsked(database, before)
      .then((last) => void (before = last ?? before))
      .catch(onFault)
      .finally(() => (running = undefined));
  }, LOOK_EVERY);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
