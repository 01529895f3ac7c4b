/** An upgrade that was a mistake, with PostgreSQL: the tables of yesterday's version come back with all that they held, unless something newer would be lost by it. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { readConfig, type Config } from '../../server/config';
import { inTransaction, migratePg, pgMigrations, versionIn } from '../../server/database/postgres/migrations';
import { ownTables } from '../../server/database/postgres/own-tables';
import { openConnection } from '../../server/database/sqlite/connection';
import { migrate, migrations } from '../../server/database/sqlite/migrations';
import { keepBeforeUpgrade } from '../../server/operations/before-upgrade';
import { commands } from '../../server/operations/commands';
import { startCentral, type Central } from '../../server/start-central';
import { newPostgresUrl } from '../support/postgres';
import { asPostgresLeft } from '../support/steps-undone';

const folder = mkdtempSync(join(tmpdir(), 'waypost-back-'));
const clients: pg.Client[] = [];
const running = new Set<Central>();
afterEach(async () => {
  for (const central of running) await central.close();
  running.clear();
  for (const client of clients.splice(0)) await client.end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = pgMigrations.at(-1)?.version ?? 0;
/** the version from which on the steps are taken back below */
const before = 5;

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  clients.push(client);
  await client.connect();
  return client;
}

const newFolder = (): string => mkdtempSync(join(folder, 'data-'));

function configOf(databaseUrl: string, dataDir = newFolder()): Config {
  const read = readConfig({
    ...{ DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl },
    WAYPOST_STARTER_DATA: 'none',
  });
  if (!read.ok) throw new Error(read.line);
  return read.config;
}

async function started(config: Config): Promise<Central> {
  const central = await startCentral(config);
  running.add(central);
  return central;
}

async function stopped(central: Central): Promise<void> {
  running.delete(central);
  await central.close();
}

const goBack = async (config: Config) => {
  const given = {
    config,
    words: [],
    back: true,
    passphrase: undefined,
    now: Date.now,
    note: () => undefined,
  };
  const command = commands.get('upgrade');
  if (!command) throw new Error('no command');
  return command.run(given);
};

/** A country's database as an earlier version left it. */
async function yesterdays(): Promise<{ url: string; client: pg.Client }> {
  const url = await newPostgresUrl();
  const central = await started({ ...configOf(url), loadsStarterData: true });
  const { registry, v6 } = central.database;
  await registry.sites.add({
    ...{ id: 'site-A', code: 'A', name: 'Site A', createdAt: '2026-01-01T00:00:00.000Z' },
    stores: [{ id: 's-A', code: '1', name: 'Ward' }],
  });
  await v6?.sites.put('site-A', { name: 'Old site', passwordHash: 'p' });
  await v6?.inbox.add(
    ...(['site-A', [{ table: 'asset', recordId: 'r', action: 'Upsert', data: { a: 'é\u0001' } }]] as const),
    ...(['2026-03-01T00:00:00.000Z', false] as const),
  );
  await stopped(central);
  const client = await connected(url);
  await client.query(
    `${asPostgresLeft(before)}
     UPDATE meta SET value = 'yesterday' WHERE key = 'program'; SELECT setval('sites_position_seq', 41, true);
     INSERT INTO allowances VALUES ('kind', 'caller', 0.1::float8 + 0.2, 7)`,
  );
  return { url, client };
}

/** Everything that lies in the schema. */
async function allOf(client: pg.Client): Promise<unknown> {
  const ask = async (text: string): Promise<unknown[]> => (await client.query<object>(text)).rows;
  const tables = (await ask(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1`,
  )) as { name: string }[];
  const rows: unknown[] = [];
  for (const { name } of tables)
    rows.push([name, await ask(`SELECT t::text AS row FROM ${name} AS t ORDER BY t::text COLLATE "C"`)]);
  return {
    rows,
    columns: await ask(
      `SELECT table_name, column_name, ordinal_position, data_type, column_default IS NULL AS plain FROM information_schema.columns
       WHERE table_schema = current_schema() ORDER BY 1, 3`,
    ),
    indexes: await ask(`SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1`),
    counters: await ask(
      `SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1`,
    ),
    triggers: await ask(
      `SELECT tgname, tgrelid::regclass::text AS of, tgenabled FROM pg_trigger WHERE NOT tgisinternal
       AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace) ORDER BY 1, 2`,
    ),
  };
}

test('a migration is preceded by a copy of all there is; upgrade --back returns to it, and what the newer version made is set aside', async () => {
  const { url, client } = await yesterdays();
  const was = await allOf(client);
  const config = configOf(url);
  await stopped(await started(config));
  expect(await versionIn(client)).toBe(now);
  // nobody else of the machine reads it
  expect(statSync(join(config.dataDir, 'before-upgrade-postgresql')).mode & 0o077).toBe(0);
  const { lines, data } = await goBack(config);
  expect(lines[0]).toBe('The database is again as version yesterday left it. Start that version.');
  expect(data).toMatchObject({ ok: true, program: 'yesterday', databaseVersion: before });
  expect(await allOf(client)).toEqual(was);
  expect(readdirSync(join(config.dataDir, String(data['setAside'])))).toEqual(['postgresql.sqlite']);
  // the program before knows no copies that this one made
  expect(readdirSync(join(config.dataDir, 'copies', '1'))).toEqual(['lock']);

  const again = await started(config);
  expect(await again.database.registry.sites.get('site-A')).toMatchObject({ code: 'A' });
  expect(await versionIn(client)).toBe(now);
});

test('while a server runs, and once something was accepted, it refuses and changes nothing', async () => {
  const { url, client } = await yesterdays();
  const config = configOf(url);
  const central = await started(config);
  await expect(goBack(config)).rejects.toThrow(
    /^A central server uses this PostgreSQL database: stop it first/,
  );
  await central.database.registry.sites.add({
    ...{ id: 'site-B', code: 'B', name: 'New', createdAt: '2026-01-01T00:00:00.000Z', stores: [] },
  });
  await stopped(central);
  const is = await allOf(client);
  await expect(goBack(config)).rejects.toThrow(/^The server has accepted something since the upgrade/);
  expect(await allOf(client)).toEqual(is);
});

test('what an older server takes while the newer one copies is not lost either', async () => {
  const { url, client } = await yesterdays();
  const config = configOf(url);
  await stopped(await started(config));
  await client.query(`UPDATE log_head SET last = last + 1`);
  await expect(goBack(config)).rejects.toThrow(/^The server has accepted something since the upgrade/);
});

test('a database whose data were moved away since is not put back, with either', async () => {
  const { url, client } = await yesterdays();
  const config = configOf(url);
  await stopped(await started(config));
  await client.query(`INSERT INTO meta VALUES ('moved_to', '2026-05-01T00:00:00.000Z')`);
  await expect(goBack(config)).rejects.toThrow(/were moved/);

  const inFile = { ...configOf(url), databaseUrl: undefined };
  const path = join(inFile.dataDir, 'waypost.sqlite');
  const file = await openConnection(path);
  migrate(file, migrations.slice(0, -1));
  file.exec(`INSERT INTO meta VALUES ('central_id', 'c')`);
  await keepBeforeUpgrade(inFile.dataDir);
  migrate(file);
  file.exec(`INSERT INTO meta VALUES ('moved_to', '2026-05-01T00:00:00.000Z')`);
  file.close();
  await expect(goBack(inFile)).rejects.toThrow(/were moved/);
});

test('a first start and a start of the same version take no copy', async () => {
  const config = configOf(await newPostgresUrl());
  await stopped(await started(config));
  await stopped(await started(config));
  expect(existsSync(join(config.dataDir, 'before-upgrade-postgresql'))).toBe(false);
  await expect(goBack(config)).rejects.toThrow(
    `There is no database from before an upgrade in ${config.dataDir}: it lies in the DATA_DIR of the process that upgraded.`,
  );
});

test('a copy that was cut short, is damaged, or is of another database is not put back', async () => {
  const { url } = await yesterdays();
  const other = await yesterdays();
  const config = configOf(url);
  await stopped(await started(config));
  await expect(goBack(configOf(other.url, config.dataDir))).rejects.toThrow(/is of another database/);
  const kept = join(config.dataDir, 'before-upgrade-postgresql');
  const copy = await openConnection(join(kept, 'postgresql.sqlite'));
  copy.exec(`UPDATE sites SET name = 'Another'`);
  copy.close();
  await expect(goBack(config)).rejects.toThrow(/is damaged: sites\.$/);
  rmSync(join(kept, 'about.json'));
  await expect(goBack(config)).rejects.toThrow(/^There is no database from before an upgrade/);
});

test('where no copy can be made nothing is migrated, and the start ends with one line', async () => {
  const { url, client } = await yesterdays();
  const noFolder = join(newFolder(), 'file');
  writeFileSync(noFolder, '');
  const wrong = { ...configOf(url), copyDir: newFolder(), dataDir: noFolder };
  await expect(startCentral(wrong)).rejects.toThrow(/^The database cannot be opened: [^\n]+$/);
  expect(await versionIn(client)).toBe(before);
});

test('the copy is whole before the first step, and a second process waits for both', async () => {
  const { url } = await yesterdays();
  const [one, two, third] = [await connected(url), await connected(url), await connected(url)];
  let waits: () => void = () => undefined;
  const isWaiting = new Promise<void>((resolve) => (waits = resolve));
  let kept = 0;
  const keep = async (): Promise<void> => {
    kept += 1;
    await isWaiting;
    expect(await versionIn(third)).toBe(before);
  };
  await Promise.all([
    migratePg(one, pgMigrations, { keep, note: () => waits() }),
    migratePg(two, pgMigrations, { keep, note: () => waits() }),
  ]);
  expect([kept, await versionIn(third)]).toEqual([1, now]);
});

test('a step that fails leaves the tables as they were, and lets the next process try', async () => {
  const { url } = await yesterdays();
  const client = await connected(url);
  const wrong = [
    ...pgMigrations.slice(0, -1),
    { version: now, sql: 'CREATE TABLE half (a text); SELECT 1/0' },
  ];
  await expect(migratePg(client, wrong)).rejects.toThrow(/division by zero/);
  expect(await versionIn(client)).toBe(before);
  await migratePg(await connected(url));
  expect(await versionIn(client)).toBe(now);
});

test('all tables and functions that the steps make are known as such', async () => {
  const client = await connected(await newPostgresUrl());
  await migratePg(client);
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
  );
  expect(ownTables(pgMigrations).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  await inTransaction(client, async () => {
    for (const name of ownTables(pgMigrations).reverse()) await client.query(`DROP TABLE ${name}`);
  });
});

test('a copy of the log that a newer version made is made again', async () => {
  const config = configOf(await newPostgresUrl());
  await stopped(await started({ ...config, loadsStarterData: true }));
  const path = join(config.dataDir, 'copies', '1', 'log.sqlite');
  const copy = await openConnection(path);
  copy.exec('PRAGMA user_version = 9999');
  copy.close();
  const central = await started(config);
  expect(await central.database.changes.lastSeq()).toBeGreaterThan(100);
});
