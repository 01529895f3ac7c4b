/** `move-database` there and back, and the other commands with PostgreSQL. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { readConfig, type Config } from '../../server/config';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { copyToPostgres } from '../../server/database/moving/to-postgres';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { commands } from '../../server/operations/commands';
import { compare } from '../../server/operations/compare-databases';
import { openPool, readOwnDatabase } from '../../server/operations/data-dir-in-use';
import { restoredAt } from '../../server/operations/twin';
import { startCentral } from '../../server/start-central';
import { newPostgresUrl } from '../support/postgres';

const folder = mkdtempSync(join(tmpdir(), 'waypost-moving-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const newFolder = (): string => {
  const path = join(folder, String(++made));
  mkdirSync(path);
  return path;
};

function configOf(dataDir: string, databaseUrl?: string): Config {
  const read = readConfig({
    ...{ DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  });
  if (!read.ok) throw new Error(read.line);
  return read.config;
}

const run = async (config: Config, name: string, ...words: string[]) => {
  const command = commands.get(name);
  if (!command) throw new Error(`no command ${name}`);
  const given = { config, words, back: false, passphrase: undefined, now: Date.now, note: () => undefined };
  return command.run(given);
};

const changeOf = (number: number, parts: Partial<Change> = {}): Change => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  hlc: `${String(1_780_000_000_000 + number)}-0000-d1`,
  ...{ userId: 'u1', deviceId: 'd1', n: number + 1, kind: 'asset.create', entityId: `asset-${number}` },
  patch: { assetNumber: `F-${number}`, storeId: 's1', classId: 'c', categoryId: 'k', typeId: 't' },
  ...parts,
});

/** Signs in by the provider. */
const person = { issuer: 'https://login.example.org', subject: 'sub-ana' };
const ana = {
  ...{ id: 'ana', username: 'ana', displayName: 'Ana', passwordHash: 'none', permissions: [] },
  providerName: 'ana@health.example',
};

/** A central server that was used: sites, devices, staff, reference data, equipment, one that was moved, a V6 site with records that wait. */
async function fill(dataDir: string): Promise<void> {
  const central = await startCentral({ ...configOf(dataDir), loadsStarterData: true });
  const { database } = central;
  const { registry, v6 } = database;
  for (const code of ['B', 'A'])
    await registry.sites.add({
      ...{ id: `site-${code}`, code, name: `Site ${code}`, createdAt: '2026-01-01T00:00:00.000Z' },
      stores: [{ id: `s-${code}`, code: '1', name: 'Ward' }],
    });
  await registry.devices.add('site-A', {
    ...{ id: 'd1', name: 'Phone', tokenHash: 'hash', at: '2026-02-01T00:00:00.000Z' },
    proposeClientId: () => 77,
  });
  await registry.staff.addUser(ana);
  await registry.staff.bindProvider({ ...person, name: ana.providerName, anyCase: false });
  await registry.staff.openSession({
    ...{ id: 'by', agent: '', tokenHash: 'by', browserHash: 'b', userId: 'ana', byProvider: true },
    at: '2026-02-01T00:00:00.000Z',
    device: { id: 'browser', name: 'Browser', proposeClientId: () => 79 },
  });
  await registry.audit.write({
    at: '2026-02-01T00:00:00.000Z',
    userId: 'u',
    action: 'site.create',
    subject: 'x',
  });
  const changes = Array.from({ length: 1500 }, (_, number) => changeOf(number));
  await database.transaction(async (tx) => {
    const place = {
      document: 'store/s1/2026',
      client: 77,
      receivedAt: '2026-06-01T00:00:00.000Z',
      receivedFrom: 'd1',
    };
    await tx.changes.insertChanges(
      changes.map((change, clock) => ({ ...place, clock, change, body: encodeBody(change) })),
    );
    const move = changeOf(9000, { kind: 'asset.move', entityId: 'asset-3', patch: { storeId: 's2' } });
    await tx.changes.insertChanges([
      { ...place, document: 'store/s2/2026', client: 78, clock: 0, change: move, body: encodeBody(move) },
    ]);
    await tx.changes.assignOwners([{ entity: 'asset', id: 'asset-3', storeId: 's2' }]);
  });
  await v6?.sites.put('site-A', { name: 'Old site', passwordHash: 'p' });
  await v6?.inbox.add(
    'site-A',
    [{ table: 'asset', recordId: 'r', action: 'Upsert', data: { a: 1 } }],
    '2026-03-01T00:00:00.000Z',
    false,
  );
  await v6?.memory.keep(
    'site-A',
    [{ table: 'location', recordId: 'l', action: 'Upsert', data: { b: 2 } }],
    '2026-03-01T00:00:00.000Z',
    {},
  );
  await database.following.reached();
  await central.close();
}

const sameAs = async (one: CentralDatabase, other: CentralDatabase) => {
  for (const each of [one, other]) await each.following.reached();
  const { isPrefix, newer, differences } = await compare(one, other);
  return { isPrefix, newer, differences };
};

test('there and back: nothing differs, what was left is not used by mistake, and a cut move goes on', async () => {
  const dataDir = newFolder();
  await fill(dataDir);
  const url = await newPostgresUrl();
  const config = configOf(dataDir, url);
  await expect(startCentral(config)).rejects.toThrow(/run move-database first/);

  // cut in the midst of the log
  const sqlite = await openSqliteDatabase({ path: join(dataDir, 'waypost.sqlite') });
  const pool = await openPool(url);
  const cut = copyToPostgres(
    pool,
    sqlite.file.read((sql) => sql),
    () => {
      throw new Error('cut');
    },
  );
  await expect(cut).rejects.toThrow('cut');
  await pool.close();
  await sqlite.close();
  await expect(startCentral(config)).rejects.toThrow(/cut short: run move-database again/);

  const moved = await run(config, 'move-database', 'postgresql');
  expect(moved.lines[0]).toContain('counts, digests and rows are the same');
  await expect(startCentral(configOf(dataDir))).rejects.toThrow(/was moved to PostgreSQL/);

  const central = await startCentral(config);
  expect(central.firstSignIn).toBeUndefined();
  const { sites } = await central.database.registry.sites.page({ limit: 10, sort: 'code' });
  expect(sites.map(({ code }) => code)).toEqual(['A', 'B']);
  expect(await central.database.registry.staff.byProvider(person)).toMatchObject(ana);
  expect((await central.database.registry.staff.session('by'))?.byProvider).toBe(true);
  // counters go on after the numbers that were there
  await central.database.registry.audit.write({
    at: '2026-04-01T00:00:00.000Z',
    userId: 'u',
    action: 'site.edit',
    subject: 'x',
  });
  await central.database.registry.sites.add({
    id: 'site-C',
    code: 'C',
    name: 'New',
    createdAt: '2026-01-01T00:00:00.000Z',
    stores: [],
  });
  await expect(run(config, 'move-database', 'sqlite')).rejects.toThrow(/stop it first/);
  await central.close();

  const back = await run(config, 'move-database', 'sqlite');
  expect(back.lines.join(' ')).toContain('What was there before is in');
  await expect(startCentral(config)).rejects.toThrow(/were moved to SQLite/);
  const again = await startCentral(configOf(dataDir));
  expect(await again.database.registry.sites.get('site-C')).toMatchObject({ code: 'C' });
  expect(await again.database.registry.staff.byProvider(person)).toMatchObject(ana);
  expect((await again.database.registry.staff.session('by'))?.byProvider).toBe(true);
  expect((await again.database.v6?.inbox.waiting('site-A', [], 5))?.length).toBe(1);
  await again.close();
  // and there again: that database is not empty
  await expect(run(config, 'move-database', 'postgresql')).rejects.toThrow(/is not empty/);
}, 120_000);

test('a backup of PostgreSQL is restored as any other; verify and doctor say how it is', async () => {
  const began = Date.now();
  const dataDir = newFolder();
  const url = await newPostgresUrl();
  const config = configOf(dataDir, url);
  const central = await startCentral({ ...config, loadsStarterData: true });
  const to = newFolder();
  const backup = await run(config, 'backup', to);
  expect(backup.lines[0]).toMatch(/^Backed up \d+ changes/);
  expect((await run(config, 'rehearse', to)).lines.join('\n')).toContain('0 newer ones');
  expect((await run(config, 'verify')).lines[0]).toBe('The database is whole.');
  const doctor = await run(config, 'doctor');
  // the cluster of the tests does not wait for the disk
  expect(doctor.lines.join('\n')).toContain('fsync or full_page_writes is off');
  expect((await run(config, 'rebuild')).lines[0]).toMatch(/made again/);
  await expect(run(config, 'restore', to)).rejects.toThrow(/stop it first/);

  const restoredDir = newFolder();
  await run(configOf(restoredDir), 'restore', to);
  const restored = await openSqliteDatabase({ path: join(restoredDir, 'waypost.sqlite') });
  expect(await sameAs(restored, central.database)).toEqual({ isPrefix: true, newer: 0, differences: [] });
  await restored.close();
  // no file goes, and staff are told, though the file is never served from
  const another = configOf(restoredDir, await newPostgresUrl());
  await run(another, 'move-database', 'postgresql');
  const moved = await readOwnDatabase(another);
  expect(await restoredAt(moved)).toBeGreaterThan(began);
  await moved.close();

  const pool = await openPool(url);
  await pool.read((sql) =>
    sql.run(`UPDATE log SET received_from = 'nobody' WHERE last = (SELECT min(last) FROM log)`),
  );
  await pool.close();
  await expect(run(config, 'verify')).rejects.toThrow(/damaged/);
  await central.close();
}, 120_000);

test('a copy is taken up where it was left, and made anew when PostgreSQL was put back', async () => {
  const dataDir = newFolder();
  const url = await newPostgresUrl();
  const config = configOf(dataDir, url);
  const central = await startCentral({ ...config, loadsStarterData: true });
  const last = await central.database.changes.lastSeq();
  await central.close();
  expect(readdirSync(join(dataDir, 'copies'))).toEqual(['1']);
  const pool = await openPool(url);
  await pool.read(async (sql) => {
    const [before] = await sql.all<{ last: number }>(
      'SELECT last FROM log ORDER BY last DESC OFFSET 1 LIMIT 1',
    );
    await sql.run('DELETE FROM log WHERE last > ?', before?.last ?? 0);
    await sql.run(
      'UPDATE log_head SET (last, chain) = (SELECT last, chain FROM log ORDER BY last DESC LIMIT 1)',
    );
  });
  await pool.close();
  const shared = await readOwnDatabase(config);
  expect(await shared.changes.lastSeq()).toBeLessThan(last);
  expect(await shared.changes.after(0, 10_000)).toHaveLength(await shared.changes.lastSeq());
  await shared.close();
}, 60_000);

test('an address that leads nowhere stops the start with one line, and never says the password', async () => {
  const url = new URL(await newPostgresUrl());
  const wrong = [
    `postgresql://someone:s3cret@127.0.0.1:1/waypost`,
    `postgresql://waypost:s3cret@127.0.0.1:${url.port}/nothing_there`,
    `postgresql://waypost:s3cret@nowhere.invalid/waypost`,
  ];
  for (const databaseUrl of wrong) {
    const failed = await startCentral(configOf(newFolder(), databaseUrl)).catch((error: unknown) => error);
    const { message } = failed as Error;
    expect(message).toMatch(/^The database cannot be opened: PostgreSQL at [^\n]+\.$/);
    expect(message).not.toContain('s3cret');
  }
  expect(existsSync(folder)).toBe(true);
}, 60_000);
