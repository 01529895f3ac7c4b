import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../support/database';
import { Programme } from './central';
import type { Data } from './open-msupply-site';
import { someAsset, someLog } from './records';
import { bornRows } from './site/database';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(() => programme.end());

/** A row as the site was born with it: nothing of it has changed. */
const sameAs = ({ properties, allowed_values: choices, ...row }: Data) =>
  expect.objectContaining({
    ...row,
    ...(properties !== undefined && { properties: JSON.stringify(properties) }),
    ...(choices !== undefined && { allowed_values: String(choices).replaceAll(', ', ',') }),
  }) as unknown;

describe('a site that speaks V6', () => {
  it('learns who it is and where its central server is', async () => {
    const site = await programme.v6Site('hill');
    const { status, body } = await site.whoAmI();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String),
      siteId: 1,
      code: 'hill',
      name: 'Site hill',
      initialisationStatus: 'new',
      isOmSupplyCentralServer: false,
      omSupplyCentralServerUrl: programme.origin,
      mSupplyCentralSiteId: 1,
    });
  });

  it('gets the central data when it initialises', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    expect(site.all('asset_catalogue_item')).toHaveLength(168);
    expect(site.all('asset_class')).toHaveLength(1);
    expect(site.all('asset_category')).toHaveLength(3);
    expect(site.all('asset_catalogue_type')).toHaveLength(16);
    expect(site.all('asset_property')).toHaveLength(34);
    expect(site.all('asset_log_reason')).toHaveLength(9);
    // the items of the starter data are not mSupply's: no site has them
    expect(site.all('item_variant')).toEqual([]);
    for (const { table, ...born } of bornRows)
      expect([table, site.database.row(table, born.id)]).toEqual([table, sameAs(born)]);
    expect((await site.whoAmI()).body['initialisationStatus']).toBe('completed');
  });

  it('pushes an asset and its log, and central knows them with their status', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID());
    site.write('asset_log', someLog(asset.id, 'FUNCTIONING'));
    site.write('asset', asset);
    await site.cycle();
    expect(await programme.asset(asset.id)).toMatchObject({
      assetNumber: asset['asset_number'],
      storeId: 'hill-store',
      installationDate: '2020-01-22',
      properties: { storage_capacity: 4.5, energy: 'SOLAR' },
      lockedFields: ['serialNumber'],
      createdAt: '2024-01-22T15:16:00.000Z',
      functionalStatus: 'FUNCTIONING',
    });
    expect(await programme.kept()).toEqual({ items: [], total: 0 });
  });

  it('is sent nothing of its own back, except when it is set up anew: then all of it, as it was', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    const asset = someAsset(randomUUID());
    const log = someLog(asset.id, 'FUNCTIONING');
    site.write('asset', asset);
    site.write('asset_log', log);
    expect(await site.cycle()).toEqual([]);
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.of('asset', asset.id)).toEqual(asset);
    expect(wiped.of('asset_log', log.id)).toEqual(log);
    expect([...wiped.records.keys()].sort()).toEqual([...site.records.keys()].sort());
  });

  it('counts what is left from the cursor, and ends with the newest cursor', async () => {
    const site = await programme.v6Site('hill');
    const small = site.wiped({ batchSize: 10 });
    const first = await small.pullOnce();
    expect(first.records).toHaveLength(10);
    expect(first.is_last_batch).toBe(false);
    const second = await small.pullOnce();
    expect(second.total_records).toBe(first.total_records - 10);
    await small.pull();
    const nothing = await small.pullOnce();
    expect(nothing).toEqual({
      end_cursor: small.cursor - 1,
      total_records: 0,
      records: [],
      is_last_batch: true,
    });
  });

  it('keeps a log that comes before its asset, shows it, and integrates it when the asset comes', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID());
    site.write('asset_log', someLog(asset.id, 'NOT_IN_USE'));
    await site.cycle();
    const { items } = await programme.kept();
    expect(items).toMatchObject([{ tableName: 'asset_log', code: 'unknown-asset', waitsFor: asset.id }]);
    site.write('asset', asset);
    await site.cycle();
    while ((await programme.kept()).total > 0) await new Promise(setImmediate);
    while ((await programme.asset(asset.id))['functionalStatus'] === undefined)
      await new Promise(setImmediate);
    expect((await programme.asset(asset.id))['functionalStatus']).toBe('NOT_IN_USE');
    expect((await programme.kept()).total).toBe(0);
  });

  it('keeps what it does not know and what cannot be read, and takes the rest', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID());
    site.write('vaccine_course', { id: 'v', name: 'BCG' });
    site.write('asset', someAsset(randomUUID(), { installation_date: 'yesterday' }));
    site.write('asset', someAsset(randomUUID(), { store_id: 'of-nobody' }));
    site.write('asset_class', { id: 'c', name: 'Cars' });
    site.write('asset', asset);
    expect(await site.push()).toBe(5);
    await site.untilIntegrated();
    const { items, total } = await programme.kept();
    expect(total).toBe(3);
    expect(items.map(({ code }) => code).sort()).toEqual(['bad-field', 'central-only', 'not-yours']);
    expect((await programme.asset(asset.id))['assetNumber']).toBe(asset['asset_number']);
  });

  it('changes no central data, whatever it says of it', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    const tables = ['asset_log_reason', 'asset_catalogue_item', 'asset_class', 'asset_catalogue_type'];
    const config = async () => (await programme.central.database.changes.documents(['config']))[0];
    const before = await config();
    for (const table of tables) {
      const [known] = site.all(table);
      site.edit(table, String(known?.['id']), { reason: 'Forged', name: 'Forged', model: 'Forged' });
      site.write(table, { ...known, id: randomUUID() });
      site.write(table, { ...known, id: String(known?.['id']) }, 'Delete');
      site.write(table, { merge_id_to_keep: 'a', merge_id_to_delete: 'b', id: 'm' }, 'Merge');
    }
    expect(await site.push()).toBe(4 * tables.length);
    await site.untilIntegrated();
    expect(before?.changes).toBeGreaterThan(0);
    expect(await config()).toEqual(before);
    const { items } = await programme.kept();
    expect(new Set(items.map(({ code }) => code))).toEqual(new Set(['central-only']));
  });

  it('merges two assets: the one that stays has the history of the one that goes', async () => {
    const site = await programme.v6Site('hill');
    const [stays, goes] = [someAsset(randomUUID()), someAsset(randomUUID())];
    site.write('asset', stays);
    site.write('asset', goes);
    site.write('asset_log', someLog(goes.id, 'NOT_IN_USE'));
    await site.cycle();
    const ids = { id: stays.id, mergeIdToKeep: stays.id, mergeIdToDelete: goes.id };
    site.write('asset', ids, 'Merge');
    await site.cycle();
    expect(await programme.asset(stays.id)).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
    expect((await programme.asset(goes.id))['deletedAt']).toEqual(expect.any(String));
    expect(
      site
        .all('asset_log')
        .map((log) => log['asset_id'])
        .sort(),
    ).toEqual([stays.id, goes.id].sort());
  });

  it('merges an asset into one of another store of the site: the history goes where that one is', async () => {
    const site = await programme.v6Site('hill', ['hill-store', 'annex']);
    const [stays, goes] = [someAsset(randomUUID(), { store_id: 'annex' }), someAsset(randomUUID())];
    site.write('asset', stays);
    site.write('asset', goes);
    site.write('asset_log', someLog(goes.id, 'NOT_IN_USE'));
    await site.cycle();
    site.write('asset', { id: stays.id, mergeIdToKeep: stays.id, mergeIdToDelete: goes.id }, 'Merge');
    await site.cycle();
    expect(await programme.asset(stays.id)).toMatchObject({
      functionalStatus: 'NOT_IN_USE',
      storeId: 'annex',
    });
    const changes = await programme.central.database.changes.after(0, 10_000);
    const of = (kind: string) =>
      changes.filter(({ change }) => change.kind === kind).map(({ document }) => document.split('/')[1]);
    expect(of('assetLog.add')).toEqual(['hill-store', 'annex']);
    expect(of('asset.remove')).toEqual(['hill-store']);
  });

  it('removes an asset that the site deletes, and never a log', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID());
    const log = someLog(asset.id, 'NOT_IN_USE');
    site.write('asset', asset);
    site.write('asset_log', log);
    await site.cycle();
    site.write('asset', asset, 'delete');
    site.write('asset_log', log, 'Delete');
    const pulled = await site.cycle();
    expect((await programme.asset(asset.id))['deletedAt']).toEqual(expect.any(String));
    expect((await programme.kept()).items).toMatchObject([{ code: 'never-removed', recordId: log.id }]);
    expect(pulled.map(({ recordId }) => recordId)).toContain(log.id);
  });

  it('is not held up by half a letter', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID(), { notes: 'cut \ud83d' });
    site.write('asset', asset);
    await site.cycle();
    expect((await programme.asset(asset.id))['notes']).toBe('cut \ufffd');
  });

  it('gets central data that is edited and retired at central', async () => {
    const site = await programme.v6Site('hill');
    await site.cycle();
    const [reason, kind] = [site.all('asset_log_reason')[0], site.all('asset_catalogue_type')[0]];
    const say = (kind: string, entityId: unknown, patch: Data, n: number) => ({
      id: randomUUID(),
      hlc: `${Date.now()}-000${n}-tool`,
      userId: 'amina',
      deviceId: 'tool',
      n,
      kind,
      entityId,
      patch,
    });
    const changes = [
      say('statusReason.edit', reason?.['id'], { reason: 'Other words' }, 1),
      say('statusReason.remove', reason?.['id'], { deletedAt: '2025-01-01T00:00:00.000Z' }, 2),
      say('assetType.remove', kind?.['id'], { deletedAt: '2025-01-01T00:00:00.000Z' }, 3),
    ];
    await programme.central.sync.author('config', changes, { deviceId: 'tool', userId: 'amina' });
    // a type that is retired has no mark of it on the wire: it comes as it was
    site.mayGetAgain = true;
    const pulled = await site.cycle();
    expect(pulled.map(({ tableName, action }) => [tableName, action])).toEqual([
      ['asset_log_reason', 'Update'],
      ['asset_catalogue_type', 'Update'],
    ]);
    expect(site.of('asset_log_reason', String(reason?.['id']))).toMatchObject({
      reason: 'Other words',
      deleted_datetime: '2025-01-01T00:00:00',
    });
  });

  it('says a batch twice, and it is once', async () => {
    const site = await programme.v6Site('hill');
    const asset = someAsset(randomUUID());
    const log = someLog(asset.id, 'FUNCTIONING');
    for (let time = 0; time < 2; time++) {
      site.write('asset', asset);
      site.write('asset_log', log);
      await site.push();
      await site.untilIntegrated();
    }
    const changes = await programme.central.database.changes.after(0, 10_000);
    expect(changes.filter(({ change }) => change.entityId === asset.id)).toHaveLength(1);
    expect(changes.filter(({ change }) => change.entityId === log.id)).toHaveLength(1);
  });

  it('is served as well from another database', async () => {
    const other = await Programme.start({ database: await openTestDatabase() });
    const site = await other.v6Site('hill');
    await site.cycle();
    const asset = someAsset(randomUUID());
    site.write('asset', asset);
    site.write('asset_log', someLog(asset.id, 'NOT_IN_USE'));
    expect(await site.cycle()).toEqual([]);
    expect(await other.asset(asset.id)).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.of('asset', asset.id)).toEqual(asset);
    await other.end();
  });

  it('serves twenty sites at once', async () => {
    const sites = await Promise.all(
      Array.from({ length: 20 }, (_, index) => programme.v6Site(`many${index}`)),
    );
    await Promise.all(
      sites.map(async (site) => {
        for (let count = 0; count < 2; count++) {
          const asset = someAsset(randomUUID(), { store_id: `${site.name}-store` });
          site.write('asset', asset);
          site.write('asset_log', someLog(asset.id, 'FUNCTIONING'));
          await site.cycle();
        }
      }),
    );
    const { total } = await programme.staff<{ total: number }>('GET', '/api/assets?limit=1');
    expect(total).toBe(40);
    for (const site of sites) expect(site.all('asset')).toHaveLength(2);
  }, 60_000);
});
