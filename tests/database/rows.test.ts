/**
 * The answers that the rows of every central database must give, in any store: the port's contract. They are made from changes in the log.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { UsedBy } from '../../server/database/port/rows';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';
import { storeRows } from '../support/rows';

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

const assetOf = (id: string, parts: Partial<Asset> = {}): Asset => ({
  id,
  storeId: 's1',
  assetNumber: id.toUpperCase(),
  classId: 'c',
  categoryId: 'k',
  typeId: 't',
  needsReplacement: false,
  properties: {},
  lockedFields: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  ...parts,
});

const logOf = (id: string, day: number): AssetLog => ({
  id,
  assetId: 'a1',
  type: 'STATUS_UPDATE',
  functionalStatus: 'FUNCTIONING',
  loggedAt: `2026-01-0${day}T00:00:00.000Z`,
  createdAt: `2026-01-0${day}T00:00:00.000Z`,
  userId: 'u1',
});

export function rowContract(store: () => CentralDatabase): void {
  const putAssets = (assets: Asset[]) =>
    storeRows(
      store(),
      assets.map((row) => ({ entity: 'asset' as const, row, storeId: row.storeId })),
    );
  const putLogs = (logs: AssetLog[]) =>
    storeRows(
      store(),
      logs.map((row) => ({ entity: 'assetLog' as const, row, storeId: 's1' })),
    );

  test('assets are found by store, status and words, removed ones left out', async () => {
    await putAssets([
      assetOf('a1', { manufacturer: 'Vestfrost', model: 'MK 304' }),
      assetOf('a2', { storeId: 's2', notes: 'next to the MATERNITY ward' }),
      assetOf('a3', { deletedAt: '2026-02-01T00:00:00.000Z' }),
      assetOf('a4', { assetNumber: '100%_x' }),
    ]);
    const day = '2026-01-05T00:00:00.000Z';
    await putLogs([{ ...logOf('l2', 5), assetId: 'a2', functionalStatus: 'NOT_FUNCTIONING' }]);
    const idsOf = async (query: object) =>
      (await store().rows.assets({ limit: 10, ...query })).items.map(({ id }) => id);
    expect(await idsOf({})).toEqual(['a4', 'a1', 'a2']);
    expect(await idsOf({ storeIds: ['s2'] })).toEqual(['a2']);
    expect(await idsOf({ storeIds: ['s1', 's2'] })).toEqual(['a4', 'a1', 'a2']);
    expect(await idsOf({ storeIds: [] })).toEqual([]);
    expect(await idsOf({ statuses: ['NOT_FUNCTIONING'] })).toEqual(['a2']);
    expect(await idsOf({ q: 'mk vest' })).toEqual(['a1']);
    expect(await idsOf({ q: 'maternity' })).toEqual(['a2']);
    expect(await idsOf({ q: '%' })).toEqual(['a4']);
    expect(await idsOf({ includeDeleted: true })).toHaveLength(4);
    expect(await store().rows.asset('a2')).toMatchObject({
      functionalStatus: 'NOT_FUNCTIONING',
      statusSince: day,
      statusLoggedAt: day,
    });
    expect(await store().rows.asset('none')).toBeUndefined();
    expect(await store().rows.countByStatus()).toEqual({ NOT_FUNCTIONING: 1, UNKNOWN: 2 });
    expect(await store().rows.countByStatus(['s1'])).toEqual({ UNKNOWN: 2 });
  });

  test('counts by status follow what happens to an asset: a status, a move, a removal, its undoing', async () => {
    const counts = (...storeIds: string[]) =>
      store().rows.countByStatus(storeIds.length > 0 ? storeIds : undefined);
    let day = 1;
    const setStatus = (id: string, functionalStatus: FunctionalStatus) =>
      putLogs([{ ...logOf(`l${day}`, ++day), assetId: id, functionalStatus }]);
    await putAssets([assetOf('a1'), assetOf('a2'), assetOf('a3', { storeId: 's2' })]);
    await setStatus('a1', 'FUNCTIONING');
    await setStatus('a3', 'FUNCTIONING');
    expect(await counts()).toEqual({ FUNCTIONING: 2, UNKNOWN: 1 });
    await setStatus('a1', 'NOT_FUNCTIONING');
    await setStatus('a1', 'NOT_FUNCTIONING');
    expect(await counts()).toEqual({ FUNCTIONING: 1, NOT_FUNCTIONING: 1, UNKNOWN: 1 });
    await putAssets([assetOf('a1', { storeId: 's2' }), assetOf('a2', { notes: 'no matter' })]);
    expect(await counts('s1')).toEqual({ UNKNOWN: 1 });
    expect(await counts('s2')).toEqual({ FUNCTIONING: 1, NOT_FUNCTIONING: 1 });
    expect(await counts('s1', 's2')).toEqual(await counts());
    await putAssets([assetOf('a3', { storeId: 's2', deletedAt: '2026-02-01T00:00:00.000Z' })]);
    expect(await counts()).toEqual({ NOT_FUNCTIONING: 1, UNKNOWN: 1 });
    await setStatus('a3', 'UNSERVICEABLE');
    await putAssets([assetOf('a3', { storeId: 's1' })]);
    expect(await counts()).toEqual({ NOT_FUNCTIONING: 1, UNKNOWN: 1, UNSERVICEABLE: 1 });
    const total = async (query: object) => (await store().rows.assets({ limit: 1, ...query })).total;
    expect(await total({})).toBe(3);
    expect(await total({ storeIds: ['s1'], statuses: ['UNSERVICEABLE', 'NOT_FUNCTIONING'] })).toBe(1);
    expect(await total({ storeIds: [] })).toBe(0);
    expect(await total({ includeDeleted: true, q: 'a' })).toBe(3);
  });

  test('what names a piece of central data is counted by store: assets in use, and logs', async () => {
    await putAssets([
      assetOf('a1', { catalogueItemId: 'i1' }),
      assetOf('a2', { storeId: 's2', catalogueItemId: 'i1' }),
      assetOf('a3', { catalogueItemId: 'i1', deletedAt: '2026-02-01T00:00:00.000Z' }),
      assetOf('a4', { typeId: 'other', categoryId: 'other', classId: 'other' }),
    ]);
    const logs = [
      { ...logOf('l1', 1), reasonId: 'r1' },
      { ...logOf('l2', 2), reasonId: 'r1' },
      logOf('l3', 3),
    ];
    await putLogs(logs);
    const usage = async (entity: UsedBy['entity'], id: string) => {
      const { storeIds, ...counts } = await store().rows.usage({ entity, id });
      return { ...counts, storeIds: storeIds.sort() };
    };
    const stores = ['s1', 's2'];
    expect(await usage('catalogueItem', 'i1')).toEqual({ assets: 2, logs: 0, storeIds: stores });
    expect(await usage('assetType', 't')).toEqual({ assets: 2, logs: 0, storeIds: stores });
    expect(await usage('assetCategory', 'k')).toEqual({ assets: 2, logs: 0, storeIds: stores });
    expect(await usage('assetClass', 'other')).toEqual({ assets: 1, logs: 0, storeIds: ['s1'] });
    expect(await usage('statusReason', 'r1')).toEqual({ assets: 0, logs: 2, storeIds: ['s1'] });
    expect(await usage('statusReason', 'r2')).toEqual({ assets: 0, logs: 0, storeIds: [] });
  });

  test.each([
    'assetNumber',
    '-assetNumber',
    'modifiedAt',
    '-modifiedAt',
    'statusSince',
    '-statusSince',
  ] as const)('pages by %s give every asset once, also where values are equal', async (sort) => {
    const assets = range(0, 25).map((number) =>
      assetOf(`a${String(number).padStart(2, '0')}`, {
        assetNumber: `N${number % 3}`,
        modifiedAt: `2026-01-0${1 + (number % 4)}T00:00:00.000Z`,
      }),
    );
    await putAssets(assets);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store().rows.assets({ sort, limit: 7, ...(cursor !== undefined && { cursor }) });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual(assets.map(({ id }) => id));
    if (sort === 'assetNumber') expect(seen[0]).toBe('a00');
    if (sort === '-assetNumber') expect(seen[0]).toBe('a23');
  });

  test('a cursor that is not one of ours reads as none', async () => {
    await putAssets([assetOf('a1')]);
    expect((await store().rows.assets({ limit: 5, cursor: 'nonsense' })).items).toHaveLength(1);
  });

  test('an asset that changes its row keeps its status, and is found by what it says now', async () => {
    await putAssets([assetOf('a1')]);
    await putLogs([logOf('l1', 5)]);
    const day = '2026-01-05T00:00:00.000Z';
    const status = { functionalStatus: 'FUNCTIONING', statusSince: day, statusLoggedAt: day };
    await putAssets([assetOf('a1', { assetNumber: 'NEW' })]);
    expect(
      (await store().rows.assets({ limit: 5, q: 'new', statuses: ['FUNCTIONING'] })).items,
    ).toMatchObject([{ assetNumber: 'NEW', ...status }]);
    expect((await store().rows.assets({ limit: 5, q: 'a1' })).items).toEqual([]);
  });

  test('logs of an asset come the latest first', async () => {
    const logs = [logOf('l1', 2), logOf('l2', 5), logOf('l3', 3)];
    await putLogs(logs);
    expect(await store().rows.logsOf('a2')).toEqual([]);
    expect((await store().rows.logsOf('a1')).map(({ id }) => id)).toEqual(['l2', 'l3', 'l1']);
    expect(await store().rows.row('assetLog', 'l1')).toEqual(logs[0]);
  });

  test('files are found by the assets and logs that they hang on', async () => {
    const file = (fileId: string, ownerId: string) => ({
      ...{ id: fileId, ownerTable: 'asset' as const, ownerId, fileName: 'x.jpg', mimeType: 'image/jpeg' },
      ...{ totalBytes: 1, sha256: 'a'.repeat(64), createdAt: '2026-01-01T00:00:00.000Z', userId: 'u' },
    });
    const files = [file('f1', 'a1'), file('f2', 'l1'), file('f3', 'a2')];
    await storeRows(
      store(),
      files.map((row) => ({ entity: 'file' as const, row, storeId: 's1' })),
    );
    const found = await store().rows.filesOf(['a1', 'l1', 'none']);
    expect(found.map(({ id }) => id).toSorted()).toEqual(['f1', 'f2']);
    expect(await store().rows.filesOf([])).toEqual([]);
  });

  test('all rows of a central entity, and some of any by their ids', async () => {
    await putAssets([assetOf('a3'), assetOf('a1', { storeId: 's2' })]);
    const item = {
      ...{ id: 'i1', subCatalogue: 'WHO PQS', code: 'E003/002', classId: 'c', categoryId: 'k', typeId: 't' },
      ...{ model: 'HBD 116', properties: {} },
    };
    await storeRows(store(), [{ entity: 'catalogueItem', row: item }]);
    expect(await store().rows.all('catalogueItem')).toMatchObject([item]);
    expect((await store().rows.all('asset')).map(({ id }) => id)).toEqual(['a1', 'a3']);
    const found = await store().rows.rows('asset', ['a3', 'none', 'a1']);
    expect([...found].map(([id, row]) => [id, row.storeId])).toEqual([
      ['a3', 's1'],
      ['a1', 's2'],
    ]);
  });

  test('a content is known to the stores that refer to it', async () => {
    const sha256 = 'ab'.repeat(32);
    const file = {
      id: 'f1',
      ownerTable: 'asset' as const,
      ownerId: 'a1',
      fileName: 'x.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 1,
      sha256,
      createdAt: '2026-01-01T00:00:00.000Z',
      userId: 'u',
    };
    await storeRows(store(), [{ entity: 'file', row: file, storeId: 's1' }]);
    expect(await store().rows.isFileOf(sha256, ['s1', 's2'])).toBe(true);
    expect(await store().rows.isFileOf(sha256, ['s2'])).toBe(false);
  });

  test('a content is held by what was not removed, and by what was removed of which there is news', async () => {
    const [sha256, thumbnailSha256] = ['ab'.repeat(32), 'cd'.repeat(32)];
    const fileOf = (fileId: string, parts: object = {}) => ({
      ...{ id: fileId, ownerTable: 'asset' as const, ownerId: 'a1', fileName: 'x', mimeType: 'image/jpeg' },
      ...{ totalBytes: 1, sha256, thumbnailSha256, createdAt: '2026-01-01T00:00:00.000Z', userId: 'u' },
      ...parts,
    });
    const put = (row: ReturnType<typeof fileOf>, receivedAt: string) =>
      storeRows(store(), [{ entity: 'file', row, storeId: 's1', receivedAt }]);
    const [before, then, after] = [5, 6, 7].map((month) => `2026-0${month}-01T00:00:00.000Z`);
    const held = (since?: string) =>
      Promise.all([sha256, thumbnailSha256].map((hash) => store().rows.isHeld(hash, since)));
    expect(await held()).toEqual([false, false]);
    await put(fileOf('f1'), '2026-04-01T00:00:00.000Z');
    expect(await held(after)).toEqual([true, true]);
    await put(fileOf('f1', { deletedAt: '2020-01-01T00:00:00.000Z' }), '2026-06-01T00:00:00.000Z');
    expect(await held()).toEqual([true, true]);
    // the device's own clock shows 2020: it does not count
    expect(await held(before)).toEqual([true, true]);
    expect(await held(then)).toEqual([true, true]);
    expect(await held(after)).toEqual([false, false]);
    await put(fileOf('f2', { ownerId: 'a2', thumbnailSha256: undefined }), '2026-06-01T00:00:00.000Z');
    expect(await held(after)).toEqual([true, false]);
  });

  test('edits of central data are told by moment, author and kind, the latest first', async () => {
    const reason = (id: string) => ({
      id,
      functionalStatus: 'NOT_FUNCTIONING' as const,
      reason: id,
      commentsRequired: false,
    });
    const put = (id: string, receivedAt: string) =>
      storeRows(store(), [{ entity: 'statusReason', row: reason(id), receivedAt }]);
    const [one, two] = ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'];
    await put('r1', one);
    await put('r2', one);
    await put('r1', two);
    await putAssets([assetOf('a1')]);
    const created = {
      at: one,
      seq: 2,
      userId: 'author',
      kind: 'statusReason.create',
      entityId: 'r2',
      count: 2,
    };
    const edited = { at: two, seq: 3, userId: 'author', kind: 'statusReason.edit', entityId: 'r1', count: 1 };
    expect(await store().rows.centralEdits({ limit: 9 })).toEqual([edited, created]);
    expect(await store().rows.centralEdits({ limit: 9, to: two })).toEqual([created]);
    expect(await store().rows.centralEdits({ limit: 9, before: { at: two, seq: 3 } })).toEqual([created]);
    expect(await store().rows.centralEdits({ limit: 9, userId: 'nobody' })).toEqual([]);
    expect(await store().rows.centralEdits({ limit: 9, entity: 'item' })).toEqual([]);
  });
}

const codesOf = (problems: readonly { code: string }[]): string[] => problems.map(({ code }) => code);

export function problemContract(store: () => CentralDatabase): void {
  const put = (...assets: Asset[]) =>
    storeRows(
      store(),
      assets.map((row) => ({ entity: 'asset' as const, row, storeId: row.storeId })),
    );
  /** Without class, category and type: three fields are missing, and nothing else is wrong. */
  const bare = (id: string, parts: Partial<Asset> = {}): Asset =>
    assetOf(id, { classId: '', categoryId: '', typeId: '', ...parts });

  test('problems of an entity are replaced, and tell the change that is to blame and since when', async () => {
    await put(bare('a1'));
    const [first, ...others] = (await store().rows.problems({ limit: 10 })).items;
    expect(others).toHaveLength(2);
    expect(first).toMatchObject({
      ...{ entity: 'asset', entityId: 'a1', assetId: 'a1', storeId: 's1', code: 'missing-field' },
      ...{ document: 'store/s1/2026', since: '2026-01-01T00:00:00.000Z' },
    });
    const [created] = await store().changes.at([1]);
    expect(first?.changeId).toBe(created?.change.id);
    await put(bare('a1', { deletedAt: '2026-02-01T00:00:00.000Z' }));
    expect(await store().rows.problems({ limit: 10 })).toEqual({ items: [], total: 0 });
  });

  test('problems come by pages, of some stores or of all, also where a page ends between those of one asset', async () => {
    await put(...range(0, 9).map((number) => bare(`a${number}`, { storeId: number < 5 ? 's1' : 's2' })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store().rows.problems({ limit: 4, ...(cursor !== undefined && { cursor }) });
      expect(page.total).toBe(27);
      seen.push(...page.items.map(({ entityId, field }) => `${entityId} ${field ?? ''}`));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(27);
    expect(seen).toHaveLength(27);
    const ofStore = await store().rows.problems({ limit: 30, storeIds: ['s2'] });
    expect([ofStore.total, ofStore.items.length]).toEqual([12, 12]);
    expect((await store().rows.problems({ limit: 30, storeIds: [] })).total).toBe(0);
  });

  test('an asset shows its own problems and those of its logs', async () => {
    await put(bare('a1'));
    const log = { ...logOf('l1', 1), functionalStatus: 'NOT_FUNCTIONING' as const };
    await storeRows(store(), [{ entity: 'assetLog', row: log, storeId: 's1' }]);
    const { problems = [] } = (await store().rows.asset('a1')) ?? {};
    expect(codesOf(problems)).toEqual(['missing-field', 'missing-field', 'missing-field', 'reason-missing']);
    expect(problems.at(-1)).toMatchObject({ entity: 'assetLog', entityId: 'l1', assetId: 'a1' });
  });

  test('a flag goes when what cures it arrives, however many bear it', async () => {
    const flagged = async () => {
      const { items } = await store().rows.problems({ limit: 5000 });
      return items.filter(({ code }) => code === 'unknown-asset' || code === 'asset-number-taken');
    };
    await storeRows(
      store(),
      range(0, 300).map((number) => ({
        entity: 'assetLog' as const,
        row: logOf(`l${number}`, 2),
        storeId: 's1',
      })),
    );
    expect(await flagged()).toHaveLength(300);
    await put(bare('a1'));
    expect(await flagged()).toEqual([]);
    await put(...range(2, 250).map((number) => bare(`a${number}`, { assetNumber: 'N/A' })));
    expect(await flagged()).toHaveLength(248);
    // the others name the first one: when it gets a number of its own they name another
    await put(bare('a2', { assetNumber: 'F-1' }));
    const named = new Set((await flagged()).map(({ data }) => data?.['otherId']));
    expect(named).toEqual(new Set(['a3', 'a4']));
    expect(await flagged()).toHaveLength(247);
    await put(...range(4, 250).map((number) => bare(`a${number}`, { assetNumber: `F-${number}` })));
    expect(await flagged()).toEqual([]);
  });
}

describe.each([
  ['SQLite', () => openTestDatabase()],
  ['PostgreSQL', () => openTestPostgres()],
] as const)('rows in %s', (_name, open) => {
  let database: CentralDatabase;
  beforeEach(async () => {
    database = await open();
  });
  afterEach(() => database.close());

  rowContract(() => database);
  problemContract(() => database);
});
