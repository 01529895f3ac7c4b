/**
 * A process's copy of the log that a disk has spoilt: whoever meets it has it made again from PostgreSQL, it is counted and said, and nothing
 * else comes to harm.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { openPostgresDatabase, type PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { knownPathOf } from '../../server/database/sqlite/log/kept-known';
import { aCentral } from '../support/central';
import { newDatabasePath } from '../support/database';
import { newPostgresUrl } from '../support/postgres';
import { alter, append, DOCUMENT, garbage, idOf, newChange, otherLetter, spoilBodies, spoilPage, wholeTo } from './copies'; // prettier-ignore

const opened: PostgresDatabase[] = [];
const said: string[] = [];
const differing: Error[] = [];

async function open(url: string, copyPath = newDatabasePath()): Promise<PostgresDatabase> {
  const database = await openPostgresDatabase({
    ...{
      url,
      copyPath,
      onCopySpoilt: (line) => said.push(line),
      onDiffers: (error) => differing.push(error),
    },
  });
  opened.push(database);
  return database;
}
const close = async (database: PostgresDatabase): Promise<void> => {
  opened.splice(opened.indexOf(database), 1);
  await database.close();
};
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  said.length = 0;
  differing.length = 0;
});

const SOME = 300;
const TOKEN = 'a-token-of-sixteen';
const PATIENCE = { timeout: 20_000 };
const pathOf = ({ ownCopy }: PostgresDatabase): string => ownCopy.local.path;
const madeAgain = ({ ownCopy }: PostgresDatabase): number => ownCopy.madeAgain;
const page = (database: PostgresDatabase, limit = SOME) => database.changes.page(DOCUMENT, 7, 0, limit);

/** A transaction that reads what was spoilt. */
const judged = (database: PostgresDatabase) =>
  database.transaction(({ changes }) => changes.changesByIds([idOf(7)]));

/** A database with some changes, and a process on it. */
async function aProcess(): Promise<{ url: string; database: PostgresDatabase }> {
  const url = await newPostgresUrl();
  const database = await open(url);
  await append(database, 0, SOME);
  await database.following.reached();
  return { url, database };
}

/** What is found only by storing something is refused, and taken later. */
async function onceMade(database: PostgresDatabase, work: () => Promise<void>): Promise<void> {
  await work().catch(async (error: unknown) => {
    expect(error).toMatchObject({ code: 'store-unwritable' });
    await expect.poll(() => database.ownCopy.isBeingMade, PATIENCE).toBe(false);
    await work();
  });
}

/** Does `work` while nobody reads the log of PostgreSQL. */
async function whileLogIsLocked(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN; LOCK TABLE log IN ACCESS EXCLUSIVE MODE');
    await work(client);
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}

const TABLES = ['log', 'log_place', 'heads', 'chain_marks', 'documents', 'meta', 'sqlite_schema'];

test.each(TABLES)('a process starts on a copy in which %s is garbage', async (name) => {
  const { url, database } = await aProcess();
  const path = pathOf(database);
  await close(database);
  if (name === 'sqlite_schema') writeFileSync(path, 'this is no database at all, and was one');
  else await spoilPage(path, name);
  const again = await open(url, path);
  await onceMade(again, () => append(again, SOME, SOME + 10));
  expect(await wholeTo(again, SOME + 10)).toBe(true);
  expect([madeAgain(again), again.wasPutBack, said[0]]).toEqual([1, false, expect.stringMatching(/spoilt/)]);
});

test('a process starts on a copy in which a change cannot be read', async () => {
  const { url, database } = await aProcess();
  const path = pathOf(database);
  await close(database);
  await spoilBodies(path, 7, garbage);
  // what was known of each change is read from the log
  writeFileSync(knownPathOf(path), '');
  const again = await open(url, path);
  expect(await wholeTo(again, SOME)).toBe(true);
  expect([madeAgain(again), said.length]).toEqual([1, 1]);
});

test.each([
  ['a page', (path: string) => spoilPage(path, 'log')],
  ['an index', (path: string) => spoilPage(path, 'log_place')],
  ['the bytes of changes', (path: string) => spoilBodies(path, 7, garbage)],
])('a reader that meets %s spoilt reads what PostgreSQL has', async (_what, spoil) => {
  const { url, database } = await aProcess();
  const other = await open(url);
  await spoil(pathOf(database));
  await append(other, SOME, SOME + 5);
  const read = await page(database, SOME + 5);
  expect(read.map(({ changeId }) => changeId)).toEqual(Array.from({ length: SOME + 5 }, (_, n) => idOf(n)));
  await append(database, SOME + 5, SOME + 9);
  for (const one of [database, other]) expect(await wholeTo(one, SOME + 9)).toBe(true);
  expect([madeAgain(database), madeAgain(other)]).toEqual([1, 0]);
  expect(said).toHaveLength(2);
});

test('what others stored while it was made is heard of, once', async () => {
  const { url, database } = await aProcess();
  const other = await open(url);
  const heard: number[] = [];
  database.others.onStored(({ changes }) => heard.push(...changes.map(({ clock }) => clock)));
  await spoilBodies(pathOf(database), 7, garbage);
  const reading = page(database);
  await append(other, SOME, SOME + 5);
  await reading;
  await append(other, SOME + 5, SOME + 7);
  expect((await page(database, SOME + 7)).length).toBe(SOME + 7);
  expect(heard).toEqual(Array.from({ length: 7 }, (_, n) => SOME + n));
});

test('nothing is judged on a spoilt copy: it is refused, and stored once another is made', async () => {
  const { url, database } = await aProcess();
  await spoilBodies(pathOf(database), 7, garbage);
  const judge = () =>
    database.transaction(async ({ changes }) => {
      const known = await changes.changesByIds([idOf(7)]);
      if (known.length === 0) await changes.insertChanges([newChange(SOME, { id: idOf(7) })]);
    });
  await expect(judge()).rejects.toMatchObject({ code: 'store-unwritable' });
  await expect.poll(() => madeAgain(database), PATIENCE).toBe(1);
  await judge();
  await append(database, SOME, SOME + 1);
  expect(await wholeTo(await open(url), SOME + 1)).toBe(true);
});

test('the rows meet what nobody else reads', async () => {
  const { database } = await aProcess();
  await spoilBodies(pathOf(database), 7, garbage);
  await database.following.rebuild();
  await expect.poll(() => madeAgain(database), PATIENCE).toBe(1);
  expect(await wholeTo(database, SOME)).toBe(true);
});

const spoilDigest = (path: string): Promise<void> =>
  alter(path, (sql) => sql.run('UPDATE chain_marks SET digest = zeroblob(16)'));

test.each([
  ['a value', (path: string) => spoilBodies(path, 7, otherLetter)],
  ['a digest', spoilDigest],
])('%s that a disk has altered is found where a peer has another digest', async (_what, spoil) => {
  const { database } = await aProcess();
  const digests = async () => (await database.proofs.marks([DOCUMENT])).get(DOCUMENT);
  const right = await digests();
  await spoil(pathOf(database));
  await database.proofs.prove?.(DOCUMENT, 7);
  await expect.poll(() => madeAgain(database), PATIENCE).toBe(1);
  expect(await wholeTo(database, SOME)).toBe(true);
  expect(await digests()).toEqual(right);
});

test('a chain that is right is not made again, whatever a peer has', async () => {
  const { database } = await aProcess();
  await database.proofs.prove?.(DOCUMENT, 7);
  await database.proofs.prove?.(DOCUMENT, 99);
  expect([database.ownCopy.isBeingMade, madeAgain(database)]).toEqual([false, 0]);
});

test('what PostgreSQL itself holds spoilt makes no copy again and again', async () => {
  const url = await newPostgresUrl();
  const database = await open(url);
  await database.transaction(({ changes }) =>
    changes.insertChanges([{ ...newChange(0), body: Uint8Array.from([3, 3, 3]) }, newChange(1)]),
  );
  const again = await open(url);
  expect((await page(again)).length).toBe(0);
  expect((await page(again)).length).toBe(0);
  expect([madeAgain(again), again.ownCopy.isBeingMade]).toEqual([0, false]);
});

test('a database that was put back while a copy is made is noticed all the same', async () => {
  const { url, database } = await aProcess();
  await spoilBodies(pathOf(database), 7, garbage);
  await whileLogIsLocked(url, async (client) => {
    await expect(judged(database)).rejects.toThrow();
    await client.query(`DELETE FROM log; UPDATE log_head SET last = 0, chain = ''; COMMIT`);
  });
  await expect.poll(() => differing.length, PATIENCE).toBe(1);
  expect(madeAgain(database)).toBe(0);
});

test('a copy of which a kill cut the making is made at the next start, and only one is kept', async () => {
  const { url, database } = await aProcess();
  const path = pathOf(database);
  let closing: Promise<void> | undefined;
  await spoilBodies(path, 7, garbage);
  await whileLogIsLocked(url, async () => {
    await expect(judged(database)).rejects.toThrow();
    closing = close(database);
  });
  await closing;
  const again = await open(url, path);
  expect(await wholeTo(again, SOME)).toBe(true);
  const next = pathOf(again);
  await close(again);
  expect(next).not.toBe(path);
  const third = await open(url, path);
  expect([pathOf(third), existsSync(path)]).toEqual([next, false]);
  expect(readdirSync(dirname(path)).filter((name) => name === `${basename(path)}.spoilt`)).toEqual([]);
  expect(await wholeTo(third, SOME)).toBe(true);
});

test('health and metrics tell it, while it is made and afterwards', async () => {
  const { url, database } = await aProcess();
  const server = await aCentral({ database, metricsToken: TOKEN });
  const health = async () => {
    const answer = await server.call('GET', '/api/health');
    return { answer: answer.statusCode, ...answer.json<{ copyMadeAgain?: number; error?: object }>() };
  };
  const headers = { authorization: `Bearer ${TOKEN}` };
  const metrics = async () =>
    (await server.call('GET', '/metrics', { headers })).payload.match(/^waypost_cop.*$/gm);
  expect(await health()).not.toHaveProperty('copyMadeAgain');
  await spoilBodies(pathOf(database), 7, garbage);
  await whileLogIsLocked(url, async () => {
    await expect(judged(database)).rejects.toThrow();
    expect(await health()).toMatchObject({
      answer: 503,
      error: { code: 'store-unwritable', details: { copyIsBeingMade: true } },
    });
    expect(await metrics()).toEqual(['waypost_copy_being_made 1', 'waypost_copies_made_again_total 0']);
  });
  await expect.poll(() => madeAgain(database), PATIENCE).toBe(1);
  expect(await health()).toMatchObject({ answer: 200, status: 'ok', copyMadeAgain: 1 });
  expect(await metrics()).toEqual(['waypost_copy_being_made 0', 'waypost_copies_made_again_total 1']);
  opened.splice(opened.indexOf(database), 1);
  await server.central.close();
});
