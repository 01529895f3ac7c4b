/** Lists of many assets are read a piece at a time: what they give is compared with all rows, looked through one by one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blankAsset, type Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { FileReference } from '#shared/domain/file-reference';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { AssetItem, AssetQuery } from '../../server/database/port/rows';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { newDatabasePath } from '../support/database';
import { storeRows, type StoredRow } from '../support/rows';

/** Several pieces, by stores and by numbers. */
const ASSETS = 6000;
const STORES = 1200;

let database: CentralDatabase;
let everything: AssetItem[];
beforeAll(async () => {
  database = await openSqliteDatabase({ path: newDatabasePath() });
  const all = Array.from({ length: ASSETS }, (_, index) => index);
  const logged = all.filter((index) => index % 3 > 0);
  const rows = [...all.map(assetAt), ...logged.map(logAt), ...all.filter((index) => index % 11 === 0).map(photoAt)]; // prettier-ignore
  // in parts: a machine that is busy waits for each of them alone
  for (let from = 0; from < rows.length; from += 500) await storeRows(database, rows.slice(from, from + 500));
  everything = (await database.rows.assets({ limit: ASSETS })).items;
}, 300_000);
afterAll(() => database.close());

const storeOf = (index: number): string => `s${index % STORES}`;

function assetAt(index: number): StoredRow {
  const ofCatalogue = index % 4 === 0 ? { catalogueItemId: `i${index % 3}` } : { manufacturer: index % 5 === 0 ? 'Vestfrost' : 'Haier' }; // prettier-ignore
  const row: Asset = {
    ...blankAsset,
    ...ofCatalogue,
    ...{ id: `a${index}`, storeId: storeOf(index), assetNumber: `N${(index * 7919) % ASSETS}` },
    ...{ serialNumber: `SN${index}`, typeId: `t${index % 6}`, classId: 'c', categoryId: 'k' },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', modifiedAt: '2026-01-01T00:00:00.000Z' },
    ...(index % 50 === 0 && { deletedAt: '2026-02-01T00:00:00.000Z' }),
  };
  return { entity: 'asset', row, storeId: row.storeId };
}

function logAt(index: number): StoredRow {
  const at = new Date(Date.UTC(2025, index % 12, 1 + (index % 27))).toISOString();
  const row: AssetLog = {
    ...{ id: `l${index}`, assetId: `a${index}`, type: 'STATUS_UPDATE', userId: 'u' },
    functionalStatus: functionalStatuses[index % functionalStatuses.length] ?? 'FUNCTIONING',
    ...{ reasonId: `r${index % 4}`, loggedAt: at, createdAt: at },
  };
  return { entity: 'assetLog', row, storeId: storeOf(index) };
}

/** Of the asset itself, or of its log where it has one; every second is no photo, or was taken back. */
function photoAt(index: number): StoredRow {
  const owner = index % 3 > 0 ? { ownerTable: 'assetLog' as const, ownerId: `l${index}` } : { ownerTable: 'asset' as const, ownerId: `a${index}` }; // prettier-ignore
  const row: FileReference = {
    ...{ id: `f${index}`, ...owner, fileName: 'x', mimeType: index % 2 > 0 ? 'image/jpeg' : 'text/plain' },
    ...{ totalBytes: 1, sha256: 'ab'.repeat(32), createdAt: '2026-01-01T00:00:00.000Z', userId: 'u' },
  };
  return { entity: 'file', row, storeId: storeOf(index) };
}

const stores = Array.from({ length: 930 }, (_, index) => `s${index}`);
const hasPhoto = ({ id }: AssetItem): boolean => Number(id.slice(1)) % 22 === 11;
const isOfMaker = (row: AssetItem): boolean =>
  row.catalogueItemId === undefined ? row.manufacturer === 'Vestfrost' : row.catalogueItemId === 'i1';
const maker = { name: 'VESTFROST ', itemIds: ['i1'] };
const named = new Map([
  [
    'every',
    { storeIds: Array.from({ length: STORES + 9 }, (_, index) => `s${index}`), itemIds: [], typeIds: [] },
  ],
  ['few', { storeIds: ['s7', 's8', 's999', 'elsewhere'], itemIds: ['i1'], typeIds: [] }],
  ['none', { storeIds: ['elsewhere'], itemIds: [], typeIds: [] }],
  ['word', { storeIds: Array.from({ length: 2000 }, (_, index) => `s${index * 2}`), itemIds: ['i2'], typeIds: ['t5'] }], // prettier-ignore
]);
const isNamed = ({ storeId, catalogueItemId, typeId }: AssetItem): boolean =>
  Number(storeId.slice(1)) % 2 === 0 || catalogueItemId === 'i2' || typeId === 't5';

const isOfFew = ({ storeId, catalogueItemId }: AssetItem): boolean =>
  ['s7', 's8', 's999'].includes(storeId) || catalogueItemId === 'i1';

const asked: [string, Omit<AssetQuery, 'limit'>, (row: AssetItem) => boolean][] = [
  ['everything', {}, () => true],
  ['some stores', { storeIds: stores }, ({ storeId }) => stores.includes(storeId)],
  ['a status', { statuses: ['NOT_FUNCTIONING'] }, (row) => row.functionalStatus === 'NOT_FUNCTIONING'],
  ['a status in some stores', { statuses: ['NOT_FUNCTIONING'], storeIds: stores }, (row) => row.functionalStatus === 'NOT_FUNCTIONING' && stores.includes(row.storeId)], // prettier-ignore
  ['a type', { typeId: 't2' }, ({ typeId }) => typeId === 't2'],
  ['a reason', { reasonId: 'r2' }, ({ reasonId }) => reasonId === 'r2'],
  ['a maker', { maker }, isOfMaker],
  ['with a photo', { hasPhoto: true }, hasPhoto],
  ['without one, of some stores', { hasPhoto: false, storeIds: stores }, (row) => !hasPhoto(row) && stores.includes(row.storeId)], // prettier-ignore
  ['a length', { sinceBefore: '2025-04-01T00:00:00.000Z' }, ({ statusSince: at = 'z' }) => at <= '2025-04-01T00:00:00.000Z'], // prettier-ignore
  ['what nobody checked for long, but for what left service', { checkedBefore: '2025-06-01T00:00:00.000Z' }, ({ statusLoggedAt: at = 'z', functionalStatus: status }) => at < '2025-06-01T00:00:00.000Z' && status !== 'DECOMMISSIONED' && status !== 'UNSERVICEABLE'], // prettier-ignore
  ['a word', { q: 'sn12' }, ({ serialNumber = '' }) => serialNumber.startsWith('SN12')],
  ['a word that two thousand stores have in their names', { q: 'word', named }, isNamed],
  ['a word that all stores have in their names', { q: 'every', named }, () => true],
  ['a word that a few stores have in their names', { q: 'few', named }, isOfFew],
  ['the same, of some stores', { q: 'few', named, storeIds: stores }, (row) => isOfFew(row) && stores.includes(row.storeId)], // prettier-ignore
  ['the same, and one that all have', { q: 'every few', named }, isOfFew],
  ['the same, and one that many have', { q: 'word few', named, statuses: ['NOT_FUNCTIONING'] }, (row) => isOfFew(row) && isNamed(row) && row.functionalStatus === 'NOT_FUNCTIONING'], // prettier-ignore
  ['the same, and one of the text', { q: 'sn1 few', named }, (row) => isOfFew(row) && row.serialNumber?.startsWith('SN1') === true], // prettier-ignore
  ['a word that nothing has', { q: 'none every', named }, () => false],
];

const keyOf = (row: AssetItem, sort: string): string =>
  (sort === 'assetNumber' ? row.assetNumber : sort === '-status' ? row.functionalStatus : row.statusSince) ??
  '';

test.each(
  asked.map(
    ([name, query, fits], index) =>
      [name, query, fits, (['assetNumber', '-status', 'statusSince'] as const)[index % 3]] as const,
  ),
)('%s', async (_, query, fits, sort) => {
  const wanted = everything.filter(fits);
  const seen: AssetItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await database.rows.assets({ ...query, ...(sort && { sort }), limit: 2000, ...(cursor !== undefined && { cursor }) }); // prettier-ignore
    expect(page.total).toBe(wanted.length);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
  const keys = seen.map((row) => keyOf(row, sort ?? ''));
  expect(keys).toEqual(sort === '-status' ? [...keys].sort().reverse() : [...keys].sort());
  let [last, after] = [-1, await database.rows.assets({ ...query, sort, limit: 700 })];
  const again = [...after.items];
  for (; after.nextCursor !== undefined && last < again.length; again.push(...after.items)) {
    last = again.length;
    after = await database.rows.assets({ ...query, sort, limit: 700, cursor: after.nextCursor, withoutTotal: true }); // prettier-ignore
    expect(after.total).toBe(0);
  }
  expect(again.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
  const { statuses, ...rest } = query;
  const counts = Object.values(await database.rows.countFound(rest));
  if (!statuses) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(wanted.length);
});

test('a photo that is taken back no longer counts, one that comes before its log and its asset does', async () => {
  const photo = photoAt(11);
  const withPhoto = async () => (await database.rows.assets({ hasPhoto: true, q: 'sn11', limit: 10_000 })).items.map(({ id }) => id); // prettier-ignore
  expect(await withPhoto()).toContain('a11');
  await storeRows(database, [photo, { ...photo, row: { ...photo.row, deletedAt: '2026-03-01T00:00:00.000Z' } as FileReference }]); // prettier-ignore
  expect(await withPhoto()).not.toContain('a11');
  // of its log
  const late = 9023;
  for (const row of [photoAt(late), logAt(late), assetAt(late)]) await storeRows(database, [row]);
  expect(await database.rows.assets({ hasPhoto: true, q: `sn${late}`, limit: 1 })).toMatchObject({
    total: 1,
  });
});
