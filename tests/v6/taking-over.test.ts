/** The records that sites pushed to an Open mSupply central server, from a database made of the tables that real ones have. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../../server/config';
import { takeOverCommand } from '../../server/operations/take-over-command';
import { newPostgresUrl } from '../support/postgres';
import { Programme } from './central';
import { bornRows } from './site/database';

interface Table {
  columns: string[];
}
const tables = JSON.parse(readFileSync(join(import.meta.dirname, 'site/tables.json'), 'utf8')) as Record<
  string,
  Record<string, Table>
>;
const AT = '2024-03-05 07:00:00.123456';
const born = {
  asset_class_id: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  asset_category_id: '02cbea92-d5bf-4832-863b-c04e093a7760',
  asset_catalogue_type_id: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-old-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Rows = [table: string, row: Record<string, unknown>][];

/** As a server of that version holds it: all its tables, the rows that it is born with, and `rows`. */
const oldServer = (version: string, rows: Rows, where = 'SQLite'): string | Promise<string> =>
  where === 'SQLite' ? oldSqlite(version, rows) : oldPostgres(version, rows);

function oldSqlite(version: string, rows: Rows): string {
  const path = join(folder, `old-${version}.sqlite`);
  const database = new DatabaseSync(path);
  const known = tables[version] ?? {};
  for (const [name, { columns }] of Object.entries(known))
    database.exec(
      `CREATE TABLE "${name}" (${columns.map((column) => `"${column}"`).join(', ')}, PRIMARY KEY (id))`,
    );
  database.exec('CREATE TABLE name_link (id TEXT PRIMARY KEY, name_id TEXT)');
  for (const [table, row] of [...bornRows.map(({ table, ...row }) => [table, row] as const), ...rows]) {
    const columns = (known[table]?.columns ?? ['id', 'name_id']).filter((column) => column in row);
    database
      .prepare(
        `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(...columns.map((column) => sqlValue(row[column])));
  }
  database.close();
  return path;
}

const flags = ['needs_replacement', 'comments_required', 'is_active'];
const numbers = [
  'total_bytes',
  'uploaded_bytes',
  'downloaded_bytes',
  'retries',
  'packaging_level',
  'pack_size',
];
const typeOf = (column: string): string =>
  flags.includes(column)
    ? 'BOOLEAN'
    : numbers.includes(column)
      ? 'INTEGER'
      : column.endsWith('_datetime')
        ? 'TIMESTAMP'
        : /_date$|^warranty_/.test(column)
          ? 'DATE'
          : 'TEXT';

/** The same with the types of columns that such a server has in PostgreSQL: flags, times and days of their own. */
async function oldPostgres(version: string, rows: Rows): Promise<string> {
  const url = await newPostgresUrl();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const known = { ...tables[version], name_link: { columns: ['id', 'name_id'] } };
  for (const [name, { columns }] of Object.entries(known))
    await client.query(
      `CREATE TABLE "${name}" (${columns.map((column) => `"${column}" ${typeOf(column)}`).join(', ')}, PRIMARY KEY (id))`,
    );
  for (const [table, row] of [...bornRows.map(({ table: of, ...born }) => [of, born] as const), ...rows]) {
    const columns = (known[table as keyof typeof known]?.columns ?? []).filter((column) => column in row);
    const values = columns.map((column) =>
      flags.includes(column) ? Boolean(row[column]) : sqlValue(row[column]),
    );
    await client.query(
      `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')})
       VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      values,
    );
  }
  await client.end();
  return url;
}

const sqlValue = (value: unknown): string | number | null =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : ((value ?? null) as string | number | null);

const asset = (id: string, store_id: string | null, more: Record<string, unknown> = {}) =>
  [
    'asset',
    { id, store_id, asset_number: id, ...born, created_datetime: AT, modified_datetime: AT, ...more },
  ] as [string, Record<string, unknown>];

async function run(dataDir: string, path: string, files?: string) {
  const read = readConfig({ DATA_DIR: dataDir, WAYPOST_STARTER_DATA: 'none' });
  if (!read.ok) throw new Error(read.line);
  const given = {
    config: read.config,
    words: [path, ...(files ? [files] : [])],
    back: false,
    passphrase: undefined,
  };
  return takeOverCommand.run({ ...given, now: Date.now, note: () => undefined });
}

it.each([
  ['2.6.5', 'SQLite'],
  ['2.19.0', 'SQLite'],
  ['2.6.5', 'PostgreSQL'],
  ['2.19.0', 'PostgreSQL'],
])(
  'of %s in %s come whole, also the second time, when nothing is new',
  async (version, where) => {
    const mine = randomUUID();
    const broken = randomUUID();
    const reason = randomUUID();
    const photo = randomUUID();
    const path = await oldServer(
      version,
      [
        ['name_link', { id: 'link 1', name_id: 'NAME1' }],
        [
          'asset_catalogue_item',
          {
            id: 'own-model',
            code: 'OWN/1',
            sub_catalogue: 'General',
            ...born,
            manufacturer: 'Maker',
            model: 'M1',
            properties: '{"energy_source":"Electricity"}',
          },
        ],
        [
          'asset_log_reason',
          { id: reason, asset_log_status: 'NOT_FUNCTIONING', reason: 'Flooded', comments_required: true },
        ],
        asset(mine, 'hill-store', {
          asset_catalogue_item_id: 'own-model',
          serial_number: 'SN-1',
          installation_date: '2020-01-22',
          donor_name_id: 'link 1',
          needs_replacement: true,
          properties: '{"energy_source":"Electricity"}',
          notes: 'by the door',
        }),
        asset(randomUUID(), 'hill-store', { deleted_datetime: AT }),
        asset(randomUUID(), 'nowhere'),
        asset(randomUUID(), null),
        [
          'asset_log',
          {
            id: 'log-1',
            asset_id: mine,
            user_id: 'USER1',
            status: 'NOT_FUNCTIONING',
            reason_id: reason,
            comment: 'since the storm',
            type: null,
            log_datetime: AT,
            created_datetime: AT,
          },
        ],
        [
          'asset_log',
          {
            id: 'log-2',
            asset_id: 'never',
            user_id: 'USER1',
            status: 'FUNCTIONING',
            log_datetime: AT,
            created_datetime: AT,
          },
        ],
        [
          'sync_file_reference',
          {
            id: photo,
            table_name: 'asset',
            record_id: mine,
            file_name: 'door.jpg',
            mime_type: 'image/jpeg',
            total_bytes: 7,
            uploaded_bytes: 7,
            created_datetime: AT,
          },
        ],
        [
          'sync_file_reference',
          {
            id: broken,
            table_name: 'asset',
            record_id: mine,
            file_name: 'lost.jpg',
            mime_type: 'image/jpeg',
            total_bytes: 9,
            created_datetime: AT,
          },
        ],
      ],
      where,
    );
    const files = join(folder, 'files', 'asset', mine);
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, `${photo}_door.jpg`), 'a photo');
    const programme = await Programme.start({ loadsStarterData: true });
    await programme.v6Site('hill');
    const { dataDir } = programme;
    await programme.central.close();
    const first = await run(dataDir, path, join(folder, 'files'));
    expect(first.data).toMatchObject({
      centralData: { brought: 2, unreadable: [] },
      found: { asset: 4, asset_log: 2, sync_file_reference: 2 },
      fed: { asset: 2, asset_log: 1, sync_file_reference: 2 },
      withoutSite: { nowhere: 1 },
      astray: 2,
      kept: { 'bytes-missing': 1 },
      files: { brought: 1, missing: [broken], refused: [] },
    });
    expect(first.lines.join('\n')).toContain('nowhere (1)');
    const again = await run(dataDir, path, join(folder, 'files'));
    expect(again.data).toMatchObject({
      centralData: { brought: 0 },
      files: { brought: 0, missing: [broken] },
    });
    const after = await Programme.start({ dataDir });
    expect(await after.asset(mine)).toMatchObject({
      storeId: 'hill-store',
      serialNumber: 'SN-1',
      installationDate: '2020-01-22',
      needsReplacement: true,
      catalogueItemId: 'own-model',
      functionalStatus: 'NOT_FUNCTIONING',
      notes: 'by the door',
      problems: [],
    });
    const { items } = await after.staff<{ items: Record<string, unknown>[] }>(
      'GET',
      `/api/assets/${mine}/logs`,
    );
    expect(items).toMatchObject([
      { id: 'log-1', comment: 'since the storm', reasonId: reason, userId: 'USER1' },
    ]);
    const changes = await after.central.database.changes.lastSeq();
    // the site has all that already: its first pull from here brings the records that it lacks, and nothing twice
    const { items: sites } = await after.staff<{ items: { id: string }[] }>('GET', '/api/sites');
    expect(await after.staff('GET', `/api/sites/${sites[0]?.id}/v6`)).not.toHaveProperty('lastContact');
    await after.central.close();
    await run(dataDir, path, join(folder, 'files'));
    const last = await Programme.start({ dataDir });
    const grown = (await last.central.database.changes.lastSeq()) - changes;
    await last.end();
    expect(grown).toBe(0);
  },
  120_000,
);

it('a site that is initialised again gets from here what the old server had', async () => {
  const mine = randomUUID();
  const path = await oldServer('2.19.0', [
    asset(mine, 'hill-store'),
    [
      'asset_log',
      {
        id: 'log-1',
        asset_id: mine,
        user_id: 'USER1',
        status: 'FUNCTIONING',
        type: 'STATUS_UPDATE',
        log_datetime: AT,
        created_datetime: AT,
      },
    ],
  ]);
  const programme = await Programme.start({ loadsStarterData: true });
  const site = await programme.v6Site('hill');
  await programme.central.close();
  await run(programme.dataDir, path);
  const after = await Programme.start({ dataDir: programme.dataDir });
  site.origin = after.origin;
  await site.pull();
  expect(site.of('asset', mine)).toMatchObject({ store_id: 'hill-store', asset_number: mine });
  expect(site.of('asset_log', 'log-1')).toMatchObject({ user_id: 'USER1', status: 'FUNCTIONING' });
  await after.end();
}, 60_000);

it('is refused in words where the file is something else', async () => {
  const programme = await Programme.start();
  const { dataDir } = programme;
  await programme.central.close();
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'no database');
  await expect(run(dataDir, path)).rejects.toThrow('is no SQLite database of an Open mSupply server');
  await expect(run(dataDir, join(folder, 'gone'))).rejects.toThrow('There is nothing at');
  const empty = await newPostgresUrl();
  await expect(run(dataDir, empty)).rejects.toThrow('is no database of an Open mSupply server');
  const nobody = 'postgresql://user:secret@127.0.0.1:1/old';
  await expect(run(dataDir, nobody)).rejects.toThrow(/The database at 127\.0\.0\.1:1\/old cannot be read/);
  rmSync(dataDir, { recursive: true });
});
