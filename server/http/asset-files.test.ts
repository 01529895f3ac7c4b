import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';
import { storeRows } from '../../tests/support/rows';
import { jpeg, sha256Of, siteWithDevice } from '../../tests/server/upload';

let central: TestCentral;
let staff: { cookie: string; origin: string };
let device: Awaited<ReturnType<typeof siteWithDevice>>;
const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;

beforeAll(async () => {
  central = await aCentral();
  staff = await central.staff();
  device = await siteWithDevice(central);
});
afterAll(() => central.central.close());

const file = (id: string, ownerId: string, day: number, bytes: Uint8Array) => ({
  ...{ id, ownerTable: 'asset' as const, ownerId, fileName: `${id}.jpg`, mimeType: 'image/jpeg' },
  ...{ totalBytes: bytes.length, sha256: sha256Of(bytes), createdAt: at(day), userId: 'u' },
});
const list = (id: string, headers: object = staff) =>
  central.call('GET', `/api/assets/${id}/files`, { headers: { ...headers } });

it('staff see the files of an asset and of its logs, newest first, and which bytes have not arrived', async () => {
  const { storeId, sender } = device;
  const [photo, manual, gone] = [jpeg(900, 1), jpeg(900, 2), jpeg(900, 3)];
  const asset = {
    ...{ id: 'a1', storeId, assetNumber: 'N-1', classId: 'c', categoryId: 'k', typeId: 't' },
    ...{
      needsReplacement: false,
      properties: {},
      lockedFields: [],
      createdAt: at(1),
      modifiedAt: at(1),
      userId: 'u',
    },
  };
  const log = {
    ...{ id: 'l1', assetId: 'a1', type: 'STATUS_UPDATE' as const, functionalStatus: 'FUNCTIONING' as const },
    ...{ loggedAt: at(2), createdAt: at(2), userId: 'u' },
  };
  const removed = { ...file('f3', 'a1', 4, gone), deletedAt: at(5) };
  await storeRows(central.central.database, [
    { entity: 'asset', row: asset, storeId },
    { entity: 'assetLog', row: log, storeId },
    { entity: 'file', row: file('f1', 'a1', 1, photo), storeId },
    { entity: 'file', row: { ...file('f2', 'l1', 3, manual), ownerTable: 'assetLog' }, storeId },
    { entity: 'file', row: removed, storeId },
  ]);
  expect((await sender.send({ bytes: photo, storeId })).status).toBe(204);

  const { items } = (await list('a1')).json<{ items: { id: string; atCentral: boolean }[] }>();
  expect(items.map(({ id, atCentral }) => [id, atCentral])).toEqual([
    ['f2', false],
    ['f1', true],
  ]);
});

it('an asset that is not there is not found, and devices may not ask', async () => {
  expect((await list('none')).statusCode).toBe(404);
  const refused = await list('a1', device.sender.headers);
  expect([401, 403]).toContain(refused.statusCode);
  expect(codeOf(refused)).not.toBe('');
});
