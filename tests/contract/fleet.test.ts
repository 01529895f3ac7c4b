/** The fleet as staff ask for it: filters, search, order, pages, the status that follows from the logs, and problems. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  change,
  expectError,
  joinSite,
  makeSite,
  signIn,
  type Change,
  type Device,
  type Staff,
} from './people';
import { asDevice, leaveAll, put, storeDocument, YEAR, type Stock } from './stock';
import { endAll, startWaypost } from './waypost';

interface Item {
  readonly id: string;
  readonly assetNumber: string;
  readonly storeId: string;
  readonly siteId: string;
  readonly functionalStatus?: string;
  readonly statusSince?: string;
  readonly problems: readonly unknown[];
  readonly [field: string]: unknown;
}

interface Page {
  readonly items: readonly Item[];
  readonly nextCursor?: string | null;
  readonly total: number;
}

let staff: Staff;
let here: Device;
let there: Device;
let session: Stock;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString();

function add(patch: Change['patch'], of: Device = here): Change {
  return change('asset.create', patch, { deviceId: of.deviceId });
}

function log(asset: Change, functionalStatus: string, loggedAt: string, patch: Change['patch'] = {}): Change {
  const said = { assetId: asset.entityId, type: 'STATUS_UPDATE', functionalStatus, loggedAt, ...patch };
  return change('assetLog.add', said, { deviceId: here.deviceId });
}

async function page(query: string): Promise<Page> {
  const { status, body } = await staff.get<Page>(`/api/assets?${query}`);
  expect(status).toBe(200);
  return body;
}

async function every(query: string, limit = 2): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const from: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { items: some, nextCursor, total } = await page(`${query}&limit=${limit}${from}`);
    expect(some.length).toBeLessThanOrEqual(limit);
    items.push(...some);
    expect(items.length).toBeLessThanOrEqual(total);
    cursor = nextCursor;
  } while (cursor);
  return items;
}

const numbers = (items: readonly Item[]) => items.map(({ assetNumber }) => assetNumber);

async function write(...changes: readonly Change[]): Promise<void> {
  put(session, ...changes);
  await session.stored();
}

const fridges = ['CCE-003', 'CCE-001', 'CCE-005', 'CCE-002', 'CCE-004'];

beforeAll(async () => {
  staff = await signIn(await startWaypost());
  here = await joinSite(staff, await makeSite(staff, 2));
  there = await joinSite(staff, await makeSite(staff));
  session = asDevice(here, storeDocument(here));
  await session.synced();
  await write(
    ...fridges.map((assetNumber) => add({ assetNumber, serialNumber: `SN-${assetNumber}`, notes: 'Ward B' })),
  );
  const second = asDevice(here, `store/${here.stores[1]?.id}/${YEAR}`);
  await second.synced();
  put(second, add({ assetNumber: 'DIST-1' }));
  await second.stored();
  const away = asDevice(there, storeDocument(there));
  await away.synced();
  put(away, add({ assetNumber: 'FAR-1' }, there));
  await away.stored();
});
afterAll(async () => {
  leaveAll();
  await endAll();
});

describe('GET /api/assets', () => {
  test('filters by store and by site, and counts', async () => {
    expect((await page('')).total).toBe(7);
    expect(numbers((await page(`storeId=${here.store.id}`)).items).sort()).toEqual([...fridges].sort());
    const ofSite = await page(`siteId=${here.site.id}`);
    expect(ofSite.total).toBe(6);
    expect(ofSite.items.every(({ siteId }) => siteId === here.site.id)).toBe(true);
    expect(numbers((await page(`siteId=${there.site.id}`)).items)).toEqual(['FAR-1']);
    expect(await page(`storeId=${there.store.id}&siteId=${here.site.id}`)).toMatchObject({
      items: [],
      total: 0,
    });
    expect(await page('storeId=nowhere')).toMatchObject({ items: [], total: 0 });
  });

  test('gives every item once, two at a time, in order, both ways', async () => {
    const query = `storeId=${here.store.id}`;
    const up = numbers(await every(`${query}&sort=assetNumber`));
    expect(up).toEqual([...fridges].sort());
    expect(numbers(await every(`${query}&sort=-assetNumber`))).toEqual([...up].reverse());
    for (const sort of ['status', '-status', 'statusSince', '-statusSince', 'modifiedAt', '-modifiedAt'])
      expect(numbers(await every(`${query}&sort=${sort}`)).sort()).toEqual(up);
    expect(numbers(await every(query)).sort()).toEqual(up);
  });

  test('keeps its place while assets are added', async () => {
    const first = await page(`siteId=${there.site.id}&limit=1&sort=assetNumber`);
    expect(first.items).toHaveLength(1);
    expect(first.nextCursor ?? undefined).toBeUndefined();
  });

  test('finds by words of number and serial number, in any case', async () => {
    expect(numbers((await page('q=cce-004')).items)).toEqual(['CCE-004']);
    expect(numbers((await page('q=sn-cce-00')).items).sort()).toEqual([...fridges].sort());
    expect(numbers((await page('q=DIST')).items)).toEqual(['DIST-1']);
    expect((await page(`q=${encodeURIComponent('no\'such %_"')}`)).total).toBe(0);
    expect((await page('q=%25')).total).toBe(0);
  });

  test('an item has the fields of the asset, its site and its problems', async () => {
    const [item] = (await page('q=CCE-001')).items;
    expect(item).toMatchObject({
      assetNumber: 'CCE-001',
      serialNumber: 'SN-CCE-001',
      notes: 'Ward B',
      needsReplacement: false,
      lockedFields: [],
      properties: {},
      storeId: here.store.id,
      siteId: here.site.id,
      problems: expect.any(Array),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    const one = await staff.get<Item>(`/api/assets/${item?.id}`);
    expect(one.body).toMatchObject({ id: item?.id, assetNumber: 'CCE-001', siteId: here.site.id });
  });

  test('takes an empty parameter as none, and several statuses', async () => {
    const empty = 'storeId=&siteId=&status=&q=&sort=&limit=&cursor=';
    expect((await page(empty)).total).toBe((await page('')).total);
    for (const status of ['status=FUNCTIONING,NOT_IN_USE', 'status=FUNCTIONING&status=NOT_IN_USE'])
      expect((await page(status)).items.every((item) => item.functionalStatus !== undefined)).toBe(true);
  });

  test('answers clearly what it does not understand', async () => {
    for (const query of ['limit=many', 'limit=0', 'limit=-1', 'sort=colour', 'status=BROKEN'])
      expectError(await staff.get(`/api/assets?${query}`), 400);
    expect((await page('limit=100000')).items).toHaveLength(7);
    const strange = await staff.get(`/api/assets?cursor=strange`);
    expect([200, 400]).toContain(strange.status);
  });

  test('an asset that is not there is 404, and so are its logs', async () => {
    expectError(await staff.get(`/api/assets/${randomUUID()}`), 404);
    expectError(await staff.get(`/api/assets/${randomUUID()}/logs`), 404);
  });

  test('an asset that was removed is not in the list', async () => {
    const asset = add({ assetNumber: 'GONE-1' });
    await write(asset, change('asset.remove', {}, { entityId: asset.entityId, deviceId: here.deviceId }));
    expect((await page('q=GONE-1')).total).toBe(0);
  });
});

describe('the status of an asset', () => {
  const statusOf = async (asset: Change) => (await staff.get<Item>(`/api/assets/${asset.entityId}`)).body;

  test('is that of the latest log by when it happened, however late it arrived', async () => {
    const asset = add({ assetNumber: 'ST-1' });
    await write(asset, log(asset, 'FUNCTIONING', hoursAgo(48)));
    const broke = hoursAgo(10);
    await write(log(asset, 'UNSERVICEABLE', broke));
    await write(log(asset, 'NOT_IN_USE', hoursAgo(30)));
    expect(await statusOf(asset)).toMatchObject({ functionalStatus: 'UNSERVICEABLE', statusSince: broke });
    const { body } = await staff.get<unknown>(`/api/assets/${asset.entityId}/logs`);
    const logs = (Array.isArray(body) ? body : (body as { items: unknown[] }).items) as Item[];
    expect(logs.map(({ functionalStatus }) => functionalStatus).sort()).toEqual([
      'FUNCTIONING',
      'NOT_IN_USE',
      'UNSERVICEABLE',
    ]);
    expect(logs[0]).toMatchObject({ assetId: asset.entityId, type: 'STATUS_UPDATE', userId: 'ruth' });
    expect((await page('status=UNSERVICEABLE')).items.map(({ id }) => id)).toEqual([asset.entityId]);
  });

  test('lasts since the run of the same status began, and a temperature mapping does not touch it', async () => {
    const asset = add({ assetNumber: 'ST-2' });
    const since = hoursAgo(20);
    await write(
      asset,
      log(asset, 'FUNCTIONING', hoursAgo(40)),
      log(asset, 'DECOMMISSIONED', since),
      log(asset, 'DECOMMISSIONED', hoursAgo(5)),
      change('assetLog.add', { assetId: asset.entityId, type: 'TEMPERATURE_MAPPING', loggedAt: hoursAgo(1) }),
    );
    expect(await statusOf(asset)).toMatchObject({ functionalStatus: 'DECOMMISSIONED', statusSince: since });
  });

  test('is that of a log which came before its asset', async () => {
    const asset = add({ assetNumber: 'ST-3' });
    await write(log(asset, 'NOT_IN_USE', hoursAgo(2)));
    await write(asset);
    expect(await statusOf(asset)).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
  });

  test('is none without a log', async () => {
    const asset = add({ assetNumber: 'ST-4' });
    await write(asset);
    expect((await statusOf(asset)).functionalStatus ?? null).toBeNull();
  });
});

describe('edits', () => {
  test('the greatest clock wins each field, and what was not seen stays to be settled', async () => {
    const asset = add({ assetNumber: 'ED-1', notes: 'first', donor: 'Gavi' });
    await write(asset);
    const edit = (patch: Change['patch']) => change('asset.edit', patch, { entityId: asset.entityId });
    const [later, earlier] = [
      edit({ notes: 'later' }),
      edit({ notes: 'earlier', storageLocation: 'Room 2' }),
    ];
    const moved = (one: Change, ms: number) => ({ ...one, hlc: `${Date.now() + ms}-0000-${one.deviceId}` });
    await write(moved(later, 2_000), moved(earlier, 1_000));
    const first = await staff.get<Item>(`/api/assets/${asset.entityId}`);
    expect(first.body).toMatchObject({ notes: 'later', donor: 'Gavi', storageLocation: 'Room 2' });
    await write(moved(edit({ notes: 'last', donor: null }), 3_000));
    const last = (await staff.get<Item>(`/api/assets/${asset.entityId}`)).body;
    expect(last).toMatchObject({ notes: 'last' });
    expect(last['donor'] ?? null).toBeNull();
  });

  test('properties are kept key by key', async () => {
    const asset = add({ assetNumber: 'ED-2', properties: { volts: 220, colour: 'white' } });
    await write(asset);
    await write(
      change('asset.edit', { properties: { colour: null, litres: 50.5 } }, { entityId: asset.entityId }),
    );
    const { body } = await staff.get<Item>(`/api/assets/${asset.entityId}`);
    expect(body['properties']).toEqual({ volts: 220, litres: 50.5 });
  });
});

describe('problems', () => {
  const problemsOf = async () => {
    const { status, body } = await staff.get<{ items: Record<string, unknown>[]; total: number }>(
      '/api/problems?limit=200',
    );
    expect(status).toBe(200);
    return JSON.stringify(body);
  };

  test('what does not follow the rules is kept, flagged on its asset and listed', async () => {
    const asset = add({ assetNumber: 'PR-1', warrantyStart: '2026-05-01', warrantyEnd: '2025-05-01' });
    const unexplained = log(asset, 'NOT_FUNCTIONING', hoursAgo(3));
    await write(asset, unexplained);
    const { body } = await staff.get<Item>(`/api/assets/${asset.entityId}`);
    expect(body).toMatchObject({ functionalStatus: 'NOT_FUNCTIONING' });
    expect(body.problems.length).toBeGreaterThan(0);
    const listed = await problemsOf();
    expect(listed).toContain(asset.entityId);
    expect(listed).toContain(unexplained.entityId);
  });

  test('a number that is taken in the store is flagged, not refused', async () => {
    await write(add({ assetNumber: 'PR-2' }), add({ assetNumber: 'PR-2' }));
    const { items } = await page('q=PR-2');
    expect(items).toHaveLength(2);
    expect(items.some(({ problems }) => problems.length > 0)).toBe(true);
  });

  test('a log in the future is flagged and counts', async () => {
    const asset = add({ assetNumber: 'PR-3' });
    const early = log(asset, 'NOT_IN_USE', hoursAgo(-48));
    await write(asset, early);
    expect(await problemsOf()).toContain(early.entityId);
  });
});
