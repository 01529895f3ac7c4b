import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import type { HeldEquipment } from '#shared/api/held';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, type Site, type TestCentral } from '../../tests/support/central';

let central: TestCentral;
let staff: Record<string, string>;
let site: Site;

const storeId = (): string => site.stores[0]?.id ?? '';
const maker = new ChangeMaker('d1', 'u1');
const year = new Date().getUTCFullYear();

async function author(...changes: unknown[]): Promise<void> {
  const body = { document: storeDocument(storeId(), year), changes };
  const answer = await central.call('POST', '/api/changes', { headers: staff, body });
  expect(answer.json<{ refused: unknown[] }>().refused).toEqual([]);
}

const get = async (path: string): Promise<HeldEquipment> => {
  const answer = await central.call('GET', path, { headers: staff });
  expect(answer.statusCode).toBe(200);
  return answer.json<HeldEquipment>();
};
const idsIn = ({ changes }: HeldEquipment): string[] =>
  changes.map(({ change }) => (change as { entityId: string }).entityId).sort();

beforeEach(async () => {
  central = await aCentral();
  staff = await central.staff();
  site = await central.site(staff);
});
afterEach(() => central.central.close());

it('gives an asset with its logs and files, those of its number too, and says which bytes have not arrived', async () => {
  const sha256 = 'a'.repeat(64);
  const file = { ownerTable: 'assetLog', ownerId: 'log', fileName: 'a.jpg', mimeType: 'image/jpeg' };
  await author(
    maker.make('asset.create', { storeId: storeId(), assetNumber: 'A-1' }, 'one'),
    maker.make('asset.create', { storeId: storeId(), assetNumber: 'A-1' }, 'twin'),
    maker.make('asset.create', { storeId: storeId(), assetNumber: 'A-10' }, 'other'),
    maker.make('asset.edit', { donor: 'Unicef' }, 'one'),
    maker.make(
      'assetLog.add',
      { assetId: 'one', type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING' },
      'log',
    ),
    maker.make('file.attach', { ...file, totalBytes: 10, sha256 }, 'photo'),
  );
  const held = await get('/api/assets/one/changes');
  expect(idsIn(held)).toEqual(['log', 'one', 'one', 'photo', 'twin']);
  expect(held.missing).toEqual([sha256]);
  expect(held.stores).toEqual([{ ...site.stores[0], siteId: site.id, siteName: 'Site S1' }]);
});

it('gives a store page by page, removed equipment too', async () => {
  const numbers = Array.from({ length: 130 }, (_, index) => `N-${String(index).padStart(3, '0')}`);
  await author(
    ...numbers.map((assetNumber) =>
      maker.make('asset.create', { storeId: storeId(), assetNumber }, assetNumber),
    ),
    maker.make('asset.remove', { removedFor: 'SCRAPPED' }, 'N-000'),
  );
  const first = await get(`/api/stores/${storeId()}/changes`);
  const second = await get(`/api/stores/${storeId()}/changes?cursor=${first.nextCursor ?? ''}`);
  expect(second.nextCursor).toBeUndefined();
  expect(new Set([...idsIn(first), ...idsIn(second)])).toEqual(new Set(numbers));
});

it('knows no asset and no store that is not there', async () => {
  for (const path of ['/api/assets/none/changes', '/api/stores/none/changes'])
    expect(codeOf(await central.call('GET', path, { headers: staff }))).toBe('not-found');
});
