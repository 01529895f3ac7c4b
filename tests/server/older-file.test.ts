// A central server of an earlier version is brought up to date by the first start of this one: nothing is lost, and the parts that it did
// not know are there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { startCentral, type Central } from '../../server/start-central';
import { migrate, migrations } from '../../server/database/sqlite/migrations';
import type { LoggedChange } from '../../server/database/port/changes';
import { openConnection, type Connection } from '../../server/database/sqlite/connection';
import { ChangeMaker } from '../central/change-maker';
import { PASSWORD, TestCentral } from '../support/central';

let folders: string[];

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'waypost-older-'));
  folders.push(path);
  return path;
};

beforeEach(() => void (folders = []));
afterEach(async () => {
  for (const path of folders) await rm(path, { recursive: true, force: true });
});

const start = (dataDir: string): Promise<Central> =>
  startCentral({ dataDir, host: '127.0.0.1', adminPassword: PASSWORD });

const by = { deviceId: 'd1', userId: 'u1' };

/** A site with a device, an asset that fails, two classes of one name, and settings of the programme. */
async function inUse(central: Central): Promise<string> {
  const test = new TestCentral(central);
  const staff = await test.staff();
  const { id, stores } = await test.site(staff);
  const joined = await test.join(await test.joinCode(staff, id));
  const maker = new ChangeMaker(by.deviceId, by.userId);
  const config = [
    maker.make('assetClass.create', { name: 'Énergie' }, 'class-1'),
    maker.make('assetClass.create', { name: 'energie' }, 'class-2'),
    maker.make('programmeSettings.create', { largestFileMegabytes: 7 }, 'programme-settings'),
  ];
  const asset = { assetNumber: 'A-1', classId: 'class-1' };
  const log = { assetId: 'asset-1', type: 'STATUS_UPDATE', functionalStatus: 'NOT_FUNCTIONING' };
  const equipment = [
    maker.make('asset.create', asset, 'asset-1'),
    maker.make('assetLog.add', { ...log, loggedAt: '2026-06-01T08:00:00.000Z' }, 'log-1'),
  ];
  const document = storeDocument(stores[0]?.id ?? '', new Date().getUTCFullYear());
  for (const [where, changes] of [
    ['config', config],
    [document, equipment],
  ] as const)
    expect(await central.sync.author(where, changes, by)).toMatchObject({ ok: true });
  return joined.json<{ deviceToken: string }>().deviceToken;
}

/** The same as a server left it whose tables went up to `version`. */
async function asLeftBy(version: number, newer: string, stored: readonly LoggedChange[]): Promise<string> {
  const older = await folder();
  const connection = await openConnection(join(older, 'waypost.sqlite'));
  migrate(
    connection,
    migrations.filter((step) => step.version <= version),
  );
  connection.exec('PRAGMA foreign_keys = OFF');
  connection.prepare('ATTACH ? AS newer').run(join(newer, 'waypost.sqlite'));
  const tables = connection
    .prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all() as { name: string }[];
  const kept = new Set(
    (
      connection.prepare(`SELECT name FROM newer.sqlite_schema WHERE type = 'table'`).all() as {
        name: string;
      }[]
    ).map(({ name }) => name),
  );
  for (const { name } of tables.filter((table) => kept.has(table.name))) {
    const columns = connection.prepare(`SELECT name FROM pragma_table_info(?)`).all(name) as {
      name: string;
    }[];
    const list = columns.map((column) => column.name).join(', ');
    connection.exec(`INSERT OR REPLACE INTO main.${name} (${list}) SELECT ${list} FROM newer.${name}`);
  }
  // the part that version 23 counts was not there yet
  connection.exec(`DELETE FROM main.meta WHERE key = 'stores_version'`);
  putChanges(connection, stored);
  connection.close();
  return older;
}

/** In the table that those versions kept them in. */
function putChanges(connection: Connection, stored: readonly LoggedChange[]): void {
  const insert = connection.prepare(`INSERT INTO changes
    SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM documents WHERE name = ?`);
  for (const { seq, document, client, clock, change, body, receivedAt, receivedFrom } of stored) {
    const { id, kind, entityId, deviceId, n, hlc } = change;
    const entity = kind.split('.', 1)[0] ?? '';
    const said = [id, entity, entityId, kind, deviceId, n, hlc, body, receivedAt, receivedFrom];
    insert.run(seq, client, clock, ...said, document);
  }
}

const storesOf = (assets: readonly { storeId: string }[]): string[] => assets.map(({ storeId }) => storeId);

async function seen(central: Central): Promise<unknown> {
  const { rows, changes, registry } = central.database;
  const { items: problems } = await rows.problems({ limit: 50 });
  const assets = await rows.assets({ limit: 10 });
  return {
    changes: await changes.lastSeq(),
    assets,
    broken: await rows.assets({ limit: 10, statuses: ['NOT_FUNCTIONING'] }),
    settings: await rows.row('programmeSettings', 'programme-settings'),
    logs: await rows.logsOf('asset-1'),
    problems: problems.map(({ entityId, code, field }) => [entityId, code, field]),
    stores: [...(await registry.sites.sitesOfStores(storesOf(assets.items)))],
  };
}

test.each([3, 6, 8])('a file of version %i is brought up to date with all that is in it', async (version) => {
  const newer = await folder();
  const first = await start(newer);
  const token = await inUse(first);
  const before = await seen(first);
  const stored = await first.database.changes.after(0, 1000);
  await first.close();
  expect(before).toMatchObject({ broken: { total: 1 }, settings: { largestFileMegabytes: 7 } });

  const central = await start(await asLeftBy(version, newer, stored));
  expect(await seen(central)).toEqual(before);
  const headers = { authorization: `Bearer ${token}` };
  expect((await new TestCentral(central).call('GET', '/api/documents', { headers })).statusCode).toBe(200);
  await central.close();
});
