/** What a network, or PostgreSQL itself, does between two questions of a process: nothing is stored twice, lost, or kept by a process that knows of less. */
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { MOVED_TO } from '../../server/database/moving/marks';
import { openPostgresDatabase, type PostgresDatabase } from '../../server/database/postgres/open-postgres';
import { keepServersAway } from '../../server/database/postgres/others/lock';
import { newDatabasePath } from '../support/database';
import { newPostgresUrl } from '../support/postgres';
import { append, idOf } from './copies';

const ending: (() => Promise<unknown>)[] = [];
const ended: Error[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  ended.length = 0;
});

const PATIENCE = { timeout: 20_000 };
const UNWRITABLE = { code: 'store-unwritable' };

async function open(url: string): Promise<PostgresDatabase> {
  const database = await openPostgresDatabase({
    ...{ url, copyPath: newDatabasePath() },
    onDiffers: (error) => ended.push(error),
    onMoved: (error) => ended.push(error),
  });
  ending.push(() => database.close());
  return database;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  ending.push(() => client.end());
  return client;
}

const idsIn = async ({ changes }: PostgresDatabase): Promise<string[]> =>
  (await changes.after(0, 1000)).map(({ change }) => change.id);

/** A line to PostgreSQL on which the answer to the next commit that `cutsCommit` asks for never arrives. */
async function aLine(url: string): Promise<{ url: string; cutNextCommit: () => void }> {
  const there = new URL(url);
  let cuts = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(Number(there.port), there.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    upstream.on('data', (bytes) => client.destroyed || client.write(bytes));
    upstream.on('close', () => client.destroy());
    client.on('close', () => client.readableAborted || upstream.end());
    client.on('data', (bytes) => {
      upstream.write(bytes);
      if (!cuts || !bytes.includes('COMMIT\0')) return;
      cuts = false;
      // PostgreSQL goes on with what it was sent
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const line = new URL(url);
  line.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: line.href, cutNextCommit: () => void (cuts = true) };
}

test('a commit whose answer was lost is no acknowledgement, and stands there once, in all processes', async () => {
  const url = await newPostgresUrl();
  const line = await aLine(url);
  const [database, other] = [await open(line.url), await open(url)];
  await append(database, 0, 3);
  const heard: string[] = [];
  database.others.onStored(({ changes }) => heard.push(...changes.map(({ change }) => change.id)));
  line.cutNextCommit();
  await expect(append(database, 3, 6)).rejects.toMatchObject(UNWRITABLE);
  const six = [0, 1, 2, 3, 4, 5].map(idOf);
  await expect.poll(() => idsIn(other), PATIENCE).toEqual(six);
  await expect.poll(() => idsIn(database), PATIENCE).toEqual(six);
  // those who listen here hear of what was stored after all
  expect(heard).toEqual(six.slice(3));
  // what is sent again finds its place taken, as the judge will see
  await expect(append(database, 3, 6)).rejects.toThrow('a clock was left out, or is taken');
  await append(database, 6, 7);
  await append(other, 7, 8);
  expect(await idsIn(database)).toEqual([...six, idOf(6), idOf(7)]);
});

test('a process that stores nothing sees that PostgreSQL went back to less than its copy has', async () => {
  const url = await newPostgresUrl();
  const database = await open(url);
  for (let at = 0; at < 3; at++) await append(database, at, at + 1);
  const client = await connect(url);
  // as after a failover to a standby that lacks the last commits
  await client.query(`BEGIN; DELETE FROM log WHERE last > 1;
    UPDATE log_head SET (last, chain) = (SELECT last, chain FROM log ORDER BY last DESC LIMIT 1); COMMIT`);
  await expect
    .poll(() => ended.map(({ message }) => message), PATIENCE)
    .toEqual(['the database has another past than its copy here']);
  await expect(append(database, 3, 4)).rejects.toThrow('another past');
});

test('who waits for a turn sees what was written before it, whatever isolation is the default there', async () => {
  const url = new URL(await newPostgresUrl());
  const options = `${url.searchParams.get('options')} -c default_transaction_isolation=serializable`;
  url.search = `?options=${encodeURIComponent(options)}`;
  const { pool } = await open(url.href);
  const [client, watch] = [await connect(url.href), await connect(url.href)];
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  await client.query(`SELECT 1 FROM locks WHERE name = 'registry' FOR UPDATE`);
  const read = pool.write('registry', (sql) => sql.get(`SELECT value FROM meta WHERE key = 'before'`));
  const WAITING = 'SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
  await expect.poll(async () => (await watch.query(WAITING, [rows[0]?.pid])).rowCount, PATIENCE).toBe(1);
  await client.query(`INSERT INTO meta VALUES ('before', 'seen')`);
  await client.query('COMMIT');
  expect(await read).toEqual({ value: 'seen' });
});

const KEY = `hashtextextended(current_schema() || '/serving', 5203)`;
const HOLDERS = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
  AND ((classid::bigint << 32) | objid::bigint) = ${KEY}`;

const holders = async (client: pg.Client): Promise<number[]> =>
  (await client.query<{ pid: number }>(HOLDERS)).rows.map(({ pid }) => pid);

test('a server whose line was cut is one again that no move of the database passes over', async () => {
  const url = await newPostgresUrl();
  const { pool } = await open(url);
  const client = await connect(url);
  const [before] = await holders(client);
  await client.query('SELECT pg_terminate_backend($1)', [before]);
  await expect
    .poll(async () => (await holders(client)).filter((pid) => pid !== before), PATIENCE)
    .toHaveLength(1);
  expect(await keepServersAway(pool)).toBeUndefined();
});

/** A move that begins in the very moment in which the line of a server is cut. */
async function movedMeanwhile(): Promise<{ database: PostgresDatabase; mover: pg.Client }> {
  const url = await newPostgresUrl();
  const database = await open(url);
  const [mover, client] = [await connect(url), await connect(url)];
  await append(database, 0, 1);
  const [server] = await holders(client);
  const begun = mover.query(`SELECT pg_advisory_lock(${KEY})`);
  await client.query('SELECT pg_terminate_backend($1)', [server]);
  await begun;
  let at = 1;
  const stores = (): Promise<boolean> =>
    append(database, at, at + 1).then(
      () => ((at += 1), true),
      () => false,
    );
  await expect.poll(stores, PATIENCE).toBe(false);
  await expect(append(database, at, at + 1)).rejects.toMatchObject(UNWRITABLE);
  return { database, mover };
}

test('while a move runs all the same, a server stores nothing; it goes on where nothing was moved', async () => {
  const { database, mover } = await movedMeanwhile();
  const before = await idsIn(database);
  await mover.query(`SELECT pg_advisory_unlock(${KEY})`);
  const at = before.length;
  await expect
    .poll(
      () =>
        append(database, at, at + 1).then(
          () => true,
          () => false,
        ),
      PATIENCE,
    )
    .toBe(true);
  expect(ended).toEqual([]);
});

test('a server whose data were moved away meanwhile ends', async () => {
  const { mover } = await movedMeanwhile();
  await mover.query('INSERT INTO meta VALUES ($1, $2)', [MOVED_TO, '2026-12-01T00:00:00.000Z']);
  await mover.query(`SELECT pg_advisory_unlock(${KEY})`);
  await expect
    .poll(() => ended.map(({ message }) => message), PATIENCE)
    .toEqual(['the data of this PostgreSQL database were moved away']);
});
