/** Taking over from servers as they are found: of other versions, with rows that are not as they should be, half copied, more than once. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import { asset, AT, born, oldServer, takeOver, type Rows } from './old-server';
import { someAsset } from './records';

let folder: string;
let programme: Programme;
let dataDir: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-old-'));
  programme = await Programme.start({ loadsStarterData: true });
  ({ dataDir } = programme);
});
afterEach(async () => {
  await programme.end();
  rmSync(folder, { recursive: true, force: true });
});

const log = (id: string, asset_id: string, more: Record<string, unknown> = {}): Rows[number] => [
  'asset_log',
  {
    ...{ id, asset_id, user_id: 'USER1', status: 'FUNCTIONING', type: 'STATUS_UPDATE' },
    ...{ log_datetime: AT, created_datetime: AT, ...more },
  },
];
const file = (id: string, record_id: string, more: Record<string, unknown> = {}): Rows[number] => [
  'sync_file_reference',
  {
    ...{ id, record_id, table_name: 'asset', file_name: 'door.jpg', mime_type: 'image/jpeg' },
    ...{ total_bytes: 7, created_datetime: AT, ...more },
  },
];

/** With the server down, as the command demands it; it runs again afterwards. */
async function takenOver(path: string, files?: string) {
  await programme.central.close();
  const taken = await takeOver(dataDir, path, files);
  programme = await Programme.start({ dataDir });
  return taken;
}

it('a model or reason that is retired comes with the equipment that names it', async () => {
  await programme.v6Site('hill');
  const mine = randomUUID();
  const path = await oldServer(folder, '2.19.0', [
    [
      'asset_catalogue_item',
      {
        ...{ id: 'gone-model', code: 'GONE/1', sub_catalogue: 'General', ...born, model: 'Gone' },
        ...{ properties: '{}', deleted_datetime: AT },
      },
    ],
    [
      'asset_log_reason',
      {
        ...{ id: 'gone-reason', asset_log_status: 'NOT_FUNCTIONING', reason: 'Struck by lightning' },
        ...{ comments_required: false, deleted_datetime: AT },
      },
    ],
    asset(mine, 'hill-store', { asset_catalogue_item_id: 'gone-model' }),
    log('log-1', mine, { status: 'NOT_FUNCTIONING', reason_id: 'gone-reason' }),
  ]);
  expect((await takenOver(path)).data).toMatchObject({ centralData: { brought: 2, unreadable: [] } });
  expect(await programme.asset(mine)).toMatchObject({
    catalogueItemId: 'gone-model',
    reasonId: 'gone-reason',
    problems: [],
  });
  const { rows } = programme.central.database;
  const at = { deletedAt: '2024-03-05T07:00:00.123Z' };
  expect(await rows.row('catalogueItem', 'gone-model')).toMatchObject({ model: 'Gone', ...at });
  expect(await rows.row('statusReason', 'gone-reason')).toMatchObject({
    reason: 'Struck by lightning',
    ...at,
  });
  expect((await takenOver(path)).data).toMatchObject({ centralData: { brought: 0 } });
}, 120_000);

it('a row of central data that is refused costs the others nothing, and is named', async () => {
  const long = 'x'.repeat(100);
  const path = await oldServer(folder, '2.19.0', [
    ['asset_class', { id: 'ours', name: 'Ours' }],
    ['asset_class', { id: long, name: 'An id beyond all' }],
    ['asset_property', { id: 'odd', key: 'odd', name: 'Odd', value_type: 'COLOUR' }],
  ]);
  expect((await takenOver(path)).data).toMatchObject({
    centralData: { brought: 1, unreadable: ['asset_property odd', `asset_class ${long}`] },
  });
  expect(await programme.central.database.rows.row('assetClass', 'ours')).toMatchObject({ name: 'Ours' });
}, 120_000);

it.each<['SQLite' | 'PostgreSQL']>([['SQLite'], ['PostgreSQL']])(
  'rows that are not as they should be are kept with a reason, and hold up nothing (%s)',
  async (where) => {
    await programme.v6Site('hill');
    const [whole, twin, timeless, gone, bare, odd] = Array.from({ length: 6 }, () => randomUUID());
    const rows: Rows = [
      asset(String(whole), 'hill-store', { serial_number: 'SN 1' }),
      asset(String(twin), 'hill-store', { serial_number: 'SN 1', asset_number: String(whole) }),
      asset(String(timeless), 'hill-store', { created_datetime: null, modified_datetime: null }),
      asset(String(gone), 'hill-store', { deleted_datetime: AT }),
      asset(String(bare), 'hill-store', {
        ...{ asset_class_id: 'never', asset_category_id: null, asset_catalogue_type_id: null },
        ...{ donor_name_id: 'no link', notes: 'bare' },
      }),
      asset(String(odd), 'hill-store', { properties: 'no JSON' }),
      log('log-1', String(whole), { reason_id: 'never', user_id: null }),
      log('log-2', String(gone)),
      log('log-3', 'never'),
      log('log-4', String(whole), { status: null, type: null, log_datetime: null }),
      file(randomUUID(), 'never'),
      file(randomUUID(), String(whole), { table_name: 'purchase_order' }),
      file(randomUUID(), String(whole), { deleted_datetime: AT }),
    ];
    const path = await oldServer(folder, '2.19.0', rows, { where });
    const { data, lines } = await takenOver(path);
    expect(data).toMatchObject({
      found: { asset: 6, asset_log: 4, sync_file_reference: 3 },
      fed: { asset: 6, asset_log: 3, sync_file_reference: 1 },
      astray: ['asset_log log-3', expect.stringMatching(/^sync_file_reference /)],
      otherFiles: 1,
      kept: { 'bad-field': 1 },
      files: { missing: [] },
    });
    expect(lines.join('\n')).toContain('bad-field 1');
    const { total } = await programme.staff<{ total: number }>('GET', '/api/assets?limit=1');
    expect(total).toBe(4);
    expect(await programme.asset(String(odd))).toMatchObject({ v6Fields: { properties: 'no JSON' } });
    expect(await programme.asset(String(bare))).toMatchObject({ notes: 'bare' });
    const kept = (await programme.kept()).items.map(({ recordId }) => recordId);
    expect(kept).toEqual([timeless]);
  },
  120_000,
);

it.each<['SQLite' | 'PostgreSQL']>([['SQLite'], ['PostgreSQL']])(
  'a version that lacks columns, or has more, is read too (%s)',
  async (where) => {
    const site = await programme.v6Site('hill');
    const mine = randomUUID();
    const rows: Rows = [
      asset(mine, 'hill-store', { notes: 'by the door', next_column: 'of a later version' }),
      log('log-1', mine),
    ];
    const without = ['needs_replacement', 'warranty_start', 'warranty_end', 'donor_name_id', 'properties'];
    const path = await oldServer(folder, '2.6.5', rows, { where, without, more: { asset: ['next_column'] } });
    expect((await takenOver(path)).data).toMatchObject({ fed: { asset: 1, asset_log: 1 }, kept: {} });
    expect(await programme.asset(mine)).toMatchObject({
      notes: 'by the door',
      functionalStatus: 'FUNCTIONING',
    });
    // what no version of ours knows goes back to the site as it came
    site.origin = programme.origin;
    await site.pull();
    expect(site.of('asset', mine)).toMatchObject({ next_column: 'of a later version' });
  },
  120_000,
);

it('run again, it brings what was put right meanwhile: a store, central data, the content of a file', async () => {
  await programme.v6Site('hill');
  const [mine, theirs, photo, half] = Array.from({ length: 4 }, () => randomUUID());
  const rows: Rows = [
    asset(String(mine), 'hill-store'),
    asset(String(theirs), 'valley-store', { asset_class_id: 'later' }),
    file(String(photo), String(mine)),
    log('log-1', String(theirs)),
    file(String(half), 'log-1', { table_name: 'asset_log' }),
  ];
  const files = join(folder, 'files');
  mkdirSync(files);
  writeFileSync(join(files, `${half}_door.jpg`), 'half');
  const first = await takenOver(await oldServer(folder, '2.19.0', rows), files);
  expect(first.data).toMatchObject({
    withoutSite: { 'valley-store': 3 },
    files: { brought: 0, missing: [photo], cut: [] },
  });
  await programme.v6Site('valley');
  writeFileSync(join(files, `${photo}_door.jpg`), 'a photo');
  rmSync(join(folder, 'old-2.19.0.sqlite'));
  const more: Rows = [['asset_class', { id: 'later', name: 'Later' }], ...rows];
  const path = await oldServer(folder, '2.19.0', more);
  expect((await takenOver(path, files)).data).toMatchObject({
    centralData: { brought: 1 },
    withoutSite: {},
    files: { brought: 1, missing: [], cut: [half] },
  });
  writeFileSync(join(files, `${half}_door.jpg`), 'a photo');
  expect((await takenOver(path, files)).data).toMatchObject({
    centralData: { brought: 0 },
    files: { brought: 1, missing: [], cut: [] },
    kept: {},
  });
  expect(await programme.asset(String(theirs))).toMatchObject({
    classId: 'later',
    functionalStatus: 'FUNCTIONING',
  });
}, 120_000);

it('is refused while the server runs', async () => {
  const path = await oldServer(folder, '2.19.0', []);
  await expect(takeOver(dataDir, path)).rejects.toThrow(/in use|another/i);
}, 60_000);

it('names that staff gave the same here go out under the ids that its sites have', async () => {
  const site = await programme.v6Site('hill');
  const here = { classId: born.asset_class_id };
  const mine = randomUUID();
  const make = async (entity: string, entityId: string, patch: Record<string, string>): Promise<void> => {
    const change = {
      ...{ id: randomUUID(), hlc: `${Date.now()}-0000-staff`, userId: 'staff', deviceId: 'staff', n: 1 },
      ...{ kind: `${entity}.create`, entityId, patch },
    };
    const by = { deviceId: 'staff', userId: 'staff' };
    expect(await programme.central.sync.author('config', [change], by)).toMatchObject({ ok: true });
  };
  // ids of ours sort before those of others
  await make('assetCategory', '00000000-0000-7000-8000-000000000001', { ...here, name: 'Ambulances' });
  const model = { ...here, categoryId: born.asset_category_id, typeId: born.asset_catalogue_type_id };
  const ours = '00000000-0000-7000-8000-000000000002';
  await make('catalogueItem', ours, { ...model, subCatalogue: 'Ours', code: 'OWN/1', model: 'Of ours' });
  const theirs = {
    ...{ id: 'f0000000-0000-4000-8000-000000000002', sub_catalogue: 'General', code: 'OWN/1', model: 'M1' },
    ...{ class_id: born.asset_class_id, category_id: born.asset_category_id },
    ...{ type_id: born.asset_catalogue_type_id, properties: '{}' },
  };
  const category = {
    ...{ id: 'f0000000-0000-4000-8000-000000000001', name: 'Ambulances', class_id: born.asset_class_id },
  };
  // the site has them from the old server, and synced with that before
  expect(site.database.put('asset_category', category)).toBeUndefined();
  expect(site.database.put('asset_catalogue_item', theirs)).toBeUndefined();
  const { class_id: asset_class_id, category_id: asset_category_id, type_id, ...rest } = theirs;
  const path = await oldServer(folder, '2.19.0', [
    ['asset_category', { id: category.id, name: category.name, asset_class_id }],
    [
      'asset_catalogue_item',
      { ...rest, asset_class_id, asset_category_id, asset_catalogue_type_id: type_id },
    ],
    asset(mine, 'hill-store', { asset_category_id: category.id, asset_catalogue_item_id: theirs.id }),
  ]);
  await takenOver(path);
  site.origin = programme.origin;
  site.isInitialised = true;
  site.cursor = 5000;
  site.mayGetAgain = true;
  await site.pull();
  expect(site.of('asset_catalogue_item', ours)).toMatchObject({ code: 'OWN/1 (Ours)' });
  const { items } = await programme.staff<{ items: unknown[] }>('GET', '/api/v6-sites/central-data');
  expect(items).toContainEqual(
    expect.objectContaining({ id: '00000000-0000-7000-8000-000000000001', siteId: category.id }),
  );
  expect(await programme.asset(mine)).toMatchObject({
    categoryId: category.id,
    catalogueItemId: theirs.id,
  });
}, 120_000);

it.each<['SQLite' | 'PostgreSQL']>([['SQLite'], ['PostgreSQL']])(
  'equipment that had moved there brings its site the statuses of before, with the next pull, and nothing else (%s)',
  async (where) => {
    await programme.v6Site('hill');
    const valley = await programme.v6Site('valley', ['valley-store', 'annex']);
    const [moved, stayed] = [randomUUID(), randomUUID()];
    const logs = ['then', 'now', 'own', 'annex'].map((name) => `log-${name}`);
    const [then, now, own, annex] = logs as [string, string, string, string];
    const change = (cursor: number, record_id: string, store_id: string): Rows[number] => [
      'changelog',
      { cursor, table_name: 'asset_log', record_id, row_action: 'UPSERT', store_id },
    ];
    const rows: Rows = [
      asset(moved, 'valley-store'),
      asset(stayed, 'valley-store'),
      ...[then, now].map((id) => log(id, moved)),
      ...[own, annex].map((id) => log(id, stayed)),
      change(1, then, 'hill-store'),
      change(2, moved, 'hill-store'),
      change(3, now, 'valley-store'),
      change(4, own, 'hill-store'),
      change(5, own, 'valley-store'),
      change(6, annex, 'annex'),
    ];
    const path = await oldServer(folder, '2.19.0', rows, { where });
    const { data, lines } = await takenOver(path);
    expect(data).toMatchObject({ movedBefore: 1 });
    expect(lines.join('\n')).toContain('Statuses that were recorded at another site');
    // it has what the old server gave it, and stands where that left it
    valley.origin = programme.origin;
    valley.isInitialised = true;
    valley.cursor = 5000;
    for (const id of [moved, stayed])
      valley.database.put('asset', someAsset(id, { store_id: 'valley-store' }));
    valley.mayGetAgain = true;
    const sent = await valley.pull();
    valley.mayGetAgain = false;
    const came = sent.filter(
      ({ tableName }) => tableName.startsWith('asset_log') && tableName !== 'asset_log_reason',
    );
    expect(came.map(({ recordId }) => recordId)).toEqual([then]);
    expect(await valley.cycle()).toEqual([]);
  },
  120_000,
);
