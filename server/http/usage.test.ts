import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeDocument, yearOf } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { aCentral, type TestCentral } from '../../tests/support/central';
import { newId } from '../new-id';

let central: TestCentral;
let staff: { cookie: string; origin: string };

const author = { deviceId: 'tester', userId: 'tester' };

const asset = (n: number, catalogueItemId: string) => ({
  id: newId(Date.now()),
  hlc: formatHlc({ ms: Date.now(), counter: n, deviceId: author.deviceId }),
  ...author,
  n,
  kind: 'asset.create',
  entityId: `asset-${n}`,
  patch: { assetNumber: `N-${n}`, classId: 'c', categoryId: 'k', typeId: 't', catalogueItemId },
});

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  const [first, second] = [await central.site(staff, 'S1'), await central.site(staff, 'S2')];
  const put = async (storeId = '', ...changes: object[]) => {
    const result = await central.central.sync.author(
      storeDocument(storeId, yearOf(Date.now())),
      changes,
      author,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
  };
  await put(first.stores[0]?.id, asset(1, 'i1'), asset(2, 'i1'), asset(3, 'i2'));
  await put(second.stores[0]?.id, asset(4, 'i1'));
});
afterAll(() => central.central.close());

const ask = (query: string, headers: Record<string, string> = staff) =>
  central.call('GET', `/api/usage?${query}`, { headers });

it('says how many assets at how many sites use a piece of central data', async () => {
  expect((await ask('entity=catalogueItem&id=i1')).json()).toEqual({ assets: 3, logs: 0, sites: 2 });
  expect((await ask('entity=catalogueItem&id=i2')).json()).toEqual({ assets: 1, logs: 0, sites: 1 });
  expect((await ask('entity=assetType&id=t')).json()).toEqual({ assets: 4, logs: 0, sites: 2 });
  expect((await ask('entity=statusReason&id=none')).json()).toEqual({ assets: 0, logs: 0, sites: 0 });
});

it('is for staff who are signed in, and for central data that assets and logs name', async () => {
  expect((await ask('entity=catalogueItem&id=i1', {})).statusCode).toBe(401);
  expect((await ask('entity=asset&id=a')).statusCode).toBe(400);
  expect((await ask('entity=assetType')).statusCode).toBe(400);
});
