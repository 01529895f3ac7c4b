/** A programme that began with the reference data of before: a database of that version, with 60 assets and the edits of staff. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import { startCentral, type Central } from '../../server/start-central';
import { Programme } from '../v6/central';
import { OpenMSupplySite } from '../v6/open-msupply-site';
import { bornRows } from '../v6/site/database';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'former-programme.sqlite.gz');
const born = new Map(bornRows.map((row) => [row.id, row]));
const bornKeys = new Set(bornRows.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])));
const own = ['own-category', 'own-type', 'own-model', 'own-twin'];
const carrier = {
  typeId: '0b7ac91d-6cfa-49bb-bac2-35e7cb31564b',
  categoryId: 'b7eea921-5a14-44cc-b5e0-ea59f2e9cb8d',
};
const idOf = (code: string): string => String(bornRows.find((row) => row['code'] === code)?.id);

let dataDir: string;
let central: Central;
/** as the former version had it */
let before: { assets: Map<string, Asset>; logs: Map<string, AssetLog>; reasons: Map<string, string> };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'former-'));
  await writeFile(join(dataDir, 'waypost.sqlite'), gunzipSync(readFileSync(fixture)));
  before = readFormer(join(dataDir, 'waypost.sqlite'));
  central = await startCentral({ dataDir, host: '127.0.0.1', port: 0, adminPassword: 'x' });
  await allCarried();
}, 120_000);
afterAll(async () => {
  await central.close();
  await rm(dataDir, { recursive: true, force: true });
});

function readFormer(path: string): typeof before {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = <T>(sql: string): T[] =>
    db
      .prepare(sql)
      .all()
      .map((row) => JSON.parse(String((row as { row: string }).row)) as T);
  const entities = <T>(entity: string): T[] =>
    rows<T>(`SELECT json AS row FROM entity_rows WHERE entity = '${entity}'`);
  const read = {
    assets: new Map(rows<Asset>('SELECT json AS row FROM assets').map((asset) => [asset.id, asset])),
    logs: new Map(entities<AssetLog>('assetLog').map((log) => [log.id, log])),
    reasons: new Map(
      entities<{ id: string; reason: string }>('statusReason').map(({ id, reason }) => [id, reason]),
    ),
  };
  db.close();
  return read;
}

const assets = async (): Promise<Asset[]> =>
  (await central.database.rows.assets({ limit: 100, includeDeleted: true })).items;
const logs = async (): Promise<AssetLog[]> =>
  (await Promise.all([...before.assets.keys()].map((id) => central.database.rows.logsOf(id)))).flat();

/** True if a record is left that every installation is born with, under another id. */
async function isLeft(): Promise<boolean> {
  const all = await assets();
  const said = await logs();
  const bornReasons = bornRows
    .filter(({ table }) => table === 'asset_log_reason')
    .map((row) => `${row['asset_log_status']} ${row['reason']}`);
  return (
    all.some(
      ({ classId, properties }) =>
        !born.has(classId) || Object.keys(properties).some((key) => /[A-Z]/.test(key)),
    ) ||
    said.some(
      ({ reasonId = '', functionalStatus }) =>
        !born.has(reasonId) && bornReasons.includes(`${functionalStatus} ${before.reasons.get(reasonId)}`),
    )
  );
}

async function allCarried(): Promise<void> {
  while (await isLeft()) await new Promise(setImmediate);
}

describe('a programme that began with former reference data', () => {
  it('has every asset, with everything it said, under the ids and keys of now', async () => {
    const all = await assets();
    expect(all).toHaveLength(60);
    for (const asset of all) {
      const { classId, categoryId, typeId, catalogueItemId, properties, ...rest } = asset;
      const former = before.assets.get(asset.id);
      for (const id of [classId, categoryId, typeId, catalogueItemId ?? classId])
        expect(born.has(id) || own.includes(id)).toBe(true);
      for (const key of Object.keys(properties))
        expect(bornKeys.has(key) || key === 'litres_measured').toBe(true);
      const { assetNumber, serialNumber, storeId, notes, donor, storageLocation, installationDate } =
        former as Asset;
      expect(rest).toMatchObject(
        JSON.parse(
          JSON.stringify({
            assetNumber,
            serialNumber,
            storeId,
            notes,
            donor,
            storageLocation,
            installationDate,
          }),
        ) as object,
      );
      expect(rest.modifiedAt >= String(former?.modifiedAt)).toBe(true);
    }
  });

  it('has every log once, with its status and words; its reason is the one that it was', async () => {
    const said = await logs();
    expect(said.map(({ id }) => id).sort()).toEqual([...before.logs.keys()].sort());
    for (const log of said) {
      const { reasonId, ...rest } = log;
      const { reasonId: formerId, ...former } = before.logs.get(log.id) as AssetLog;
      expect(rest).toEqual(former);
      const reason =
        reasonId === undefined ? undefined : await central.database.rows.row('statusReason', reasonId);
      expect(reason?.reason).toBe(formerId === undefined ? undefined : before.reasons.get(formerId));
    }
    expect(said.filter(({ reasonId = '' }) => born.has(reasonId)).length).toBeGreaterThan(10);
  });

  it('has what staff had made of central data, and nothing twice', async () => {
    const { rows } = central.database;
    const inUse = async (entity: 'assetClass' | 'assetCategory' | 'assetType' | 'catalogueItem') =>
      (await rows.all(entity)).filter(({ deletedAt }) => deletedAt === undefined);
    expect(await rows.row('catalogueItem', idOf('E003/007'))).toMatchObject({
      model: 'MK 304',
      properties: { storage_capacity_5c: 106, colour: 'white' },
    });
    expect(await rows.row('catalogueItem', idOf('E003/125'))).toMatchObject({
      deletedAt: expect.any(String),
    });
    expect(await rows.row('assetType', '99906787-bd32-4ec2-bd2d-ba5547622bb0')).toMatchObject({
      name: 'Big cold box',
    });
    expect(await rows.row('assetCategory', 'own-category')).toMatchObject({
      classId: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
    });
    expect(await rows.row('catalogueItem', 'own-model')).toMatchObject({
      ...carrier,
      properties: { storage_capacity_5c: 2.5, expected_lifespan: 9 },
    });
    // a model that staff had imported themselves stands for the born one of its code
    expect(await rows.row('catalogueItem', idOf('E003/118'))).toBeUndefined();
    expect(await inUse('assetClass')).toMatchObject([{ name: 'Cold chain equipment' }]);
    const names = [...(await inUse('assetCategory')), ...(await inUse('assetType'))].map((row) =>
      JSON.stringify({ ...row, id: '' }),
    );
    expect(new Set(names).size).toBe(names.length);
    const codes = (await inUse('catalogueItem')).map((row) => ('code' in row ? row.code : ''));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(168 - 1 + 1);
  });

  it('has of two values of one property the one that was said last', async () => {
    const measured = (await assets()).filter(
      ({ properties }) => properties['storage_capacity_5c'] !== undefined,
    );
    expect(measured.map(({ properties }) => properties['storage_capacity_5c']).sort()).toEqual([150, 156]);
    expect(measured.find(({ properties }) => properties['storage_capacity_5c'] === 150)?.properties).toEqual({
      storage_capacity_5c: 150,
      hold_over_time: 20,
      litres_measured: 1.5,
    });
  });

  it('shows it as changes of central, and has no new conflicts or problems', async () => {
    const changes = await central.database.changes.after(0, 100_000);
    const byCentral = changes
      .filter(({ change }) => change.userId === 'central')
      .map(({ change }) => change.kind);
    expect(new Set(byCentral)).toEqual(
      new Set([
        'asset.edit',
        'assetLog.rekey',
        ...['assetClass', 'assetCategory', 'assetType', 'assetProperty', 'statusReason', 'catalogueItem'].map(
          (entity) => `${entity}.remove`,
        ),
        'catalogueItem.edit',
        'assetCategory.edit',
        'assetType.edit',
        'assetProperty.edit',
      ]),
    );
    const { items } = await central.database.rows.problems({ limit: 100 });
    expect(items).toEqual([]);
  });

  it('takes what a device brings late, which still names former ids', async () => {
    const [asset] = await assets();
    const late = [...before.logs.values()].find(
      ({ reasonId = '' }) => before.reasons.get(reasonId) === 'Lack of power',
    );
    const at = { userId: 'nurse', deviceId: 'late-phone', n: 1 };
    const document = `store/${asset?.storeId}/2026`;
    const patch = {
      assetId: asset?.id ?? '',
      type: 'STATUS_UPDATE',
      functionalStatus: 'NOT_FUNCTIONING',
      reasonId: late?.reasonId ?? '',
    };
    const id = '0190a7d2-6c1e-7b3a-9f10-00000000abcd';
    const change = {
      id,
      hlc: `${Date.now()}-0000-late-phone`,
      ...at,
      kind: 'assetLog.add',
      entityId: 'late-log',
      patch,
    };
    expect(await central.sync.author(document, [change], at)).toMatchObject({ ok: true });
    const reasonNow = async () => (await central.database.rows.row('assetLog', 'late-log'))?.reasonId;
    while ((await reasonNow()) !== '290ed6c8-20ef-469d-bf6c-dd944ae24e8f') await new Promise(setImmediate);
  });

  it('does nothing more at the next start', async () => {
    await central.close();
    central = await startCentral({ dataDir, host: '127.0.0.1', port: 0, adminPassword: 'x' });
    const seq = await central.database.changes.lastSeq();
    await central.close();
    central = await startCentral({ dataDir, host: '127.0.0.1', port: 0, adminPassword: 'x' });
    expect(await central.database.changes.lastSeq()).toBe(seq);
  });

  it('is given whole to an Open mSupply site, which can store all of it', async () => {
    const { sites } = await central.database.registry.sites.page({ limit: 10, sort: 'code' });
    const [site] = sites;
    if (!site) throw new Error('there is no site');
    await central.close();
    const programme = await Programme.start({ dataDir, adminPassword: 'waypost-demo' });
    await programme.staff('PATCH', `/api/sites/${site.id}/v6`, {
      name: site.code,
      password: 'a site password',
    });
    const real = new OpenMSupplySite(programme.origin, site.code, 'a site password');
    await real.pull();
    const theirs = [...before.assets.values()].filter(({ storeId }) =>
      site.stores.some(({ id }) => id === storeId),
    );
    expect(real.all('asset')).toHaveLength(theirs.length);
    expect(await real.pull()).toEqual([]);
    expect(real.of('asset_catalogue_item', idOf('E003/118'))).toMatchObject({ model: 'As we call it' });
    await programme.central.close();
    central = await startCentral({ dataDir, host: '127.0.0.1', port: 0 });
  });
});
