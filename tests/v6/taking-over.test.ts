/** The records that sites pushed to an Open mSupply central server, taken over from its database. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newPostgresUrl } from '../support/postgres';
import { Programme } from './central';
import { asset, AT, born, oldServer, takeOver } from './old-server';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-old-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each<[string, 'SQLite' | 'PostgreSQL']>([
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
      folder,
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
      { where },
    );
    const files = join(folder, 'files', 'asset', mine);
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, `${photo}_door.jpg`), 'a photo');
    const programme = await Programme.start({ loadsStarterData: true });
    await programme.v6Site('hill');
    const { dataDir } = programme;
    await programme.central.close();
    const first = await takeOver(dataDir, path, join(folder, 'files'));
    expect(first.data).toMatchObject({
      centralData: { brought: 2, unreadable: [] },
      found: { asset: 4, asset_log: 2, sync_file_reference: 2 },
      fed: { asset: 2, asset_log: 1, sync_file_reference: 2 },
      withoutSite: { nowhere: 1 },
      withoutStore: [expect.any(String)],
      astray: ['asset_log log-2'],
      kept: { 'bytes-missing': 1 },
      files: { brought: 1, missing: [broken], refused: [] },
    });
    expect(first.lines.join('\n')).toContain('nowhere (1)');
    const again = await takeOver(dataDir, path, join(folder, 'files'));
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
    await takeOver(dataDir, path, join(folder, 'files'));
    const last = await Programme.start({ dataDir });
    const grown = (await last.central.database.changes.lastSeq()) - changes;
    await last.end();
    expect(grown).toBe(0);
  },
  120_000,
);

it('a site that is initialised again gets from here what the old server had', async () => {
  const mine = randomUUID();
  const path = await oldServer(folder, '2.19.0', [
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
  await takeOver(programme.dataDir, path);
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
  await expect(takeOver(dataDir, path)).rejects.toThrow(
    'cannot be read as the SQLite database of an Open mSupply server',
  );
  await expect(takeOver(dataDir, join(folder, 'gone'))).rejects.toThrow('There is nothing at');
  const empty = await newPostgresUrl();
  await expect(takeOver(dataDir, empty)).rejects.toThrow('is no database of an Open mSupply server');
  const nobody = 'postgresql://user:secret@127.0.0.1:1/old';
  await expect(takeOver(dataDir, nobody)).rejects.toThrow(
    /The database at 127\.0\.0\.1:1\/old cannot be read/,
  );
  rmSync(dataDir, { recursive: true });
});
