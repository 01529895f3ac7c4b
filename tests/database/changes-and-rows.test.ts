/** What every central database must do, on each implementation: the port's contract. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { Asset } from '#shared/domain/asset';
import type { AssetLog } from '#shared/domain/asset-log';
import { joinVectors } from '#shared/change/state-vector';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { NewChange } from '../../server/database/port/changes';
import type { Problem, UsedBy } from '../../server/database/port/rows';
import { openTestDatabase } from '../support/database';

const DOCUMENT = 'store/s1/2026';

function changeOf(number: number, parts: Partial<Change> = {}): Change {
  const digits = String(number).padStart(12, '0');
  return {
    id: `00000000-0000-4000-8000-${digits}`,
    hlc: `${String(1_780_000_000_000 + number)}-0000-d1`,
    userId: 'u1',
    deviceId: 'd1',
    n: number + 1,
    kind: 'asset.create',
    entityId: `asset-${number}`,
    patch: { assetNumber: `F-${number}` },
    ...parts,
  };
}

function newChange(number: number, parts: Partial<NewChange> = {}): NewChange {
  const change = parts.change ?? changeOf(number);
  const place = { document: DOCUMENT, client: 7, clock: number };
  return {
    ...place,
    change,
    body: encodeBody(change),
    receivedAt: '2026-06-01T00:00:00.000Z',
    receivedFrom: 'd1',
    ...parts,
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function databaseContract(name: string, open: () => Promise<CentralDatabase>): void {
  describe(name, () => {
    let database: CentralDatabase;
    beforeEach(async () => {
      database = await open();
    });
    afterEach(() => database.close());

    const insert = (changes: NewChange[]) => database.transaction((tx) => tx.changes.insertChanges(changes));

    changeContract(() => database, insert);
    transactionContract(() => database, insert);
    rowContract(() => database);
    problemContract(() => database);
  });
}

type Insert = (changes: NewChange[]) => Promise<void>;

function changeContract(store: () => CentralDatabase, insert: Insert): void {
  test('a document that nobody wrote has an empty vector', async () => {
    expect(await store().changes.heads([DOCUMENT])).toEqual(new Map([[DOCUMENT, new Map()]]));
  });

  test('changes come back as they were stored, by client and clock, in pages', async () => {
    await insert(range(0, 5).map((number) => newChange(number)));
    expect(await store().changes.heads([DOCUMENT])).toEqual(new Map([[DOCUMENT, new Map([[7, 5]])]]));
    const page = await store().changes.page(DOCUMENT, 7, 2, 2);
    expect(page.map(({ clock, changeId }) => ({ clock, changeId }))).toEqual([
      { clock: 2, changeId: changeOf(2).id },
      { clock: 3, changeId: changeOf(3).id },
    ]);
    expect(new Uint8Array(page[0]?.body ?? [])).toEqual(encodeBody(changeOf(2)));
    expect(await store().changes.page(DOCUMENT, 7, 5, 2)).toEqual([]);
    expect(await store().changes.page('config', 7, 0, 2)).toEqual([]);
  });

  test('clients are told by the age of their first change in a document', async () => {
    await insert([newChange(0, { client: 9 }), newChange(1, { client: 3, clock: 0 })]);
    await insert([newChange(2, { client: 5, clock: 0 }), newChange(3, { client: 9, clock: 1 })]);
    expect(await store().changes.byAge(DOCUMENT, [3, 5, 9, 7])).toEqual([9, 3, 5]);
    expect(await store().changes.byAge('config', [3])).toEqual([]);
  });

  test('client ids and clocks of 32 bits and more keep their value', async () => {
    await insert([newChange(0, { client: 4_294_967_295 })]);
    expect(await store().changes.heads([DOCUMENT])).toEqual(
      new Map([[DOCUMENT, new Map([[4_294_967_295, 1]])]]),
    );
  });

  test('a place is taken once, and clocks leave no gap', async () => {
    await insert([newChange(0)]);
    await expect(insert([newChange(0, { change: changeOf(9) })])).rejects.toThrow();
    await expect(insert([newChange(2)])).rejects.toThrow();
    expect(await store().changes.lastSeq()).toBe(1);
  });

  test('documents tell their number of changes, their bytes, and a sequence number that moves', async () => {
    await insert([newChange(0), newChange(0, { document: 'config', client: 8 })]);
    const bytes = encodeBody(changeOf(0)).length;
    expect(await store().changes.documents(['config', 'store/none/2026'])).toEqual([
      { name: 'config', seq: 2, changes: 1, bytes },
    ]);
    expect(await store().changes.documentsOfStores(['s1'])).toEqual([
      { name: DOCUMENT, seq: 1, changes: 1, bytes },
    ]);
    await insert([newChange(1)]);
    expect(await store().changes.documentsOfStores(['s1', 's2'])).toMatchObject([{ seq: 3, changes: 2 }]);
  });

  test('the sequence is without gaps, also after a transaction that was undone', async () => {
    await insert([newChange(0)]);
    const undone = store().transaction(async (tx) => {
      await tx.changes.insertChanges([newChange(1)]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await insert([newChange(1)]);
    expect((await store().changes.after(0, 10)).map(({ seq, change }) => [seq, change])).toEqual([
      [1, changeOf(0)],
      [2, changeOf(1)],
    ]);
    expect(await store().changes.after(1, 10)).toHaveLength(1);
    expect(await store().changes.after(0, 1)).toHaveLength(1);
  });

  test('a change that stands in two places is one change of its entity, filed where it came first', async () => {
    const change = changeOf(0);
    await insert([
      newChange(0),
      newChange(0, { client: 8, change }),
      newChange(0, { document: 'store/s2/2026', change }),
    ]);
    await store().transaction(async ({ changes }) => {
      expect(await changes.changesByIds([change.id])).toHaveLength(3);
      expect(
        await changes.changesOfEntities([
          { entity: 'asset', id: 'asset-0' },
          { entity: 'assetLog', id: 'asset-0' },
        ]),
      ).toEqual([{ change, document: DOCUMENT, receivedAt: '2026-06-01T00:00:00.000Z' }]);
      expect(
        await changes.changesAt([
          { document: DOCUMENT, client: 8, clock: 0 },
          { document: DOCUMENT, client: 8, clock: 1 },
        ]),
      ).toMatchObject([{ client: 8, clock: 0, change }]);
    });
  });

  test('changes of kinds nobody knows yet wait under their entity', async () => {
    const change = changeOf(0, { kind: 'rocket.launch', entityId: 'r1' });
    await insert([newChange(0, { change })]);
    await store().transaction(async ({ changes }) => {
      expect(await changes.entitiesAfter(undefined, 10)).toEqual([{ entity: 'rocket', id: 'r1' }]);
      expect(await changes.changesOfEntities([{ entity: 'rocket', id: 'r1' }])).toMatchObject([{ change }]);
    });
  });

  test('entities come by pages, each once', async () => {
    await insert([
      ...range(0, 3).map((number) => newChange(number)),
      newChange(3, { change: changeOf(3, { entityId: 'asset-0' }) }),
    ]);
    await store().transaction(async ({ changes }) => {
      const first = await changes.entitiesAfter(undefined, 2);
      expect(first.map(({ id }) => id)).toEqual(['asset-0', 'asset-1']);
      expect(await changes.entitiesAfter(first[1], 2)).toEqual([{ entity: 'asset', id: 'asset-2' }]);
    });
  });
}

function transactionContract(store: () => CentralDatabase, insert: Insert): void {
  test('a transaction sees its own writes; a reader never sees what is not committed', async () => {
    let during: Promise<number> | undefined;
    const undone = store().transaction(async (tx) => {
      await tx.changes.insertChanges([newChange(0)]);
      expect((await tx.changes.heads([DOCUMENT])).get(DOCUMENT)).toEqual(new Map([[7, 1]]));
      during = store().changes.lastSeq();
      await Promise.resolve();
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await during).toBe(0);
  });

  test('what throws leaves nothing behind', async () => {
    const undone = store().transaction(async (tx) => {
      await tx.changes.insertChanges([newChange(0)]);
      await tx.changes.assignOwners([{ entity: 'asset', id: 'asset-0', storeId: 's1' }]);
      await tx.changes.setMeta('key', 'value');
      await tx.rows.putRows([{ entity: 'asset', id: 'a1', row: assetOf('a1') }]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await store().transaction(async ({ changes, rows }) => {
      expect(await changes.heads([DOCUMENT])).toEqual(new Map([[DOCUMENT, new Map()]]));
      expect(await changes.storesOwning([{ entity: 'asset', id: 'asset-0' }])).toEqual(
        new Map([['asset/asset-0', []]]),
      );
      expect(await changes.meta('key')).toBeUndefined();
      expect(await rows.get('asset', 'a1')).toBeUndefined();
    });
  });

  test('transactions run one after the other, in the order of asking', async () => {
    const order: string[] = [];
    const run = (label: string) =>
      store().transaction(async ({ changes }) => {
        order.push(`${label} begins`);
        await changes.setMeta('last', label);
        order.push(`${label} ends`);
      });
    await Promise.all([run('first'), run('second')]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  test('the first store an entity was placed in stays the first', async () => {
    const ref = { entity: 'asset', id: 'a1' };
    for (const storeId of ['s2', 's1', 's2'])
      await store().transaction(({ changes }) => changes.assignOwners([{ ...ref, storeId }]));
    await store().transaction(async ({ changes }) => {
      expect(await changes.storesOwning([ref])).toEqual(new Map([['asset/a1', ['s2', 's1']]]));
    });
  });

  test('a client id is given once', async () => {
    await store().transaction(async ({ changes }) => {
      expect(await changes.registerClient(5, 'd1')).toBe(true);
      expect(await changes.registerClient(5, 'd2')).toBe(false);
      expect(await changes.registeredClients([5, 6])).toEqual(new Map([[5, 'd1']]));
    });
  });

  test('it can write', async () => {
    await insert([newChange(0)]);
    expect(await store().canWrite()).toBe(true);
  });
}

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

function rowContract(store: () => CentralDatabase): void {
  const putAssets = (assets: Asset[]) =>
    store().transaction(({ rows }) =>
      rows.putRows(
        assets.map((row) => ({ entity: 'asset' as const, id: row.id, row, storeId: row.storeId })),
      ),
    );

  test('assets are found by store, status and words, removed ones left out', async () => {
    await putAssets([
      assetOf('a1', { manufacturer: 'Vestfrost', model: 'MK 304' }),
      assetOf('a2', { storeId: 's2', notes: 'next to the MATERNITY ward' }),
      assetOf('a3', { deletedAt: '2026-02-01T00:00:00.000Z' }),
      assetOf('a4', { assetNumber: '100%_x' }),
    ]);
    await store().transaction(({ rows }) =>
      rows.putStatuses(
        new Map([
          [
            'a2',
            {
              functionalStatus: 'NOT_FUNCTIONING',
              statusSince: '2026-01-05T00:00:00.000Z',
              statusLoggedAt: '2026-01-05T00:00:00.000Z',
            },
          ],
        ]),
      ),
    );
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
      statusSince: '2026-01-05T00:00:00.000Z',
      problems: [],
    });
    expect(await store().rows.asset('none')).toBeUndefined();
    expect(await store().rows.countByStatus()).toEqual({ NOT_FUNCTIONING: 1, UNKNOWN: 2 });
    expect(await store().rows.countByStatus(['s1'])).toEqual({ UNKNOWN: 2 });
  });

  test('counts by status follow what happens to an asset: a status, a move, a removal, its undoing, a transaction undone', async () => {
    const counts = (...storeIds: string[]) =>
      store().rows.countByStatus(storeIds.length > 0 ? storeIds : undefined);
    const setStatus = (id: string, functionalStatus: FunctionalStatus) =>
      store().transaction(({ rows }) => {
        const since = '2026-01-05T00:00:00.000Z';
        return rows.putStatuses(
          new Map([[id, { functionalStatus, statusSince: since, statusLoggedAt: since }]]),
        );
      });
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
    const undone = store().transaction(async ({ rows }) => {
      await rows.putRows([{ entity: 'asset', id: 'a9', row: assetOf('a9'), storeId: 's1' }]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
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
    await store().transaction(({ rows }) =>
      rows.putRows(logs.map((row) => ({ entity: 'assetLog' as const, id: row.id, row, storeId: 's1' }))),
    );
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
    const status = {
      functionalStatus: 'FUNCTIONING' as const,
      statusSince: '2026-01-05T00:00:00.000Z',
      statusLoggedAt: '2026-01-05T00:00:00.000Z',
    };
    await store().transaction(({ rows }) => rows.putStatuses(new Map([['a1', status]])));
    await putAssets([assetOf('a1', { assetNumber: 'NEW' })]);
    expect(
      (await store().rows.assets({ limit: 5, q: 'new', statuses: ['FUNCTIONING'] })).items,
    ).toMatchObject([{ assetNumber: 'NEW', ...status }]);
    expect((await store().rows.assets({ limit: 5, q: 'a1' })).items).toEqual([]);
  });

  test('logs of an asset come the latest first', async () => {
    const logs = [logOf('l1', 2), logOf('l2', 5), logOf('l3', 3)];
    await store().transaction(async ({ rows }) => {
      await rows.putRows(
        logs.map((row) => ({ entity: 'assetLog' as const, id: row.id, row, storeId: 's1' })),
      );
      expect((await rows.logsOfAssets(['a1', 'a2'])).get('a2')).toEqual([]);
    });
    expect((await store().rows.logsOf('a1')).map(({ id }) => id)).toEqual(['l2', 'l3', 'l1']);
    expect(await store().rows.row('assetLog', 'l1')).toEqual(logs[0]);
  });

  test('files are found by the assets and logs that they hang on', async () => {
    const file = (fileId: string, ownerId: string) => ({
      ...{ id: fileId, ownerTable: 'asset' as const, ownerId, fileName: 'x.jpg', mimeType: 'image/jpeg' },
      ...{ totalBytes: 1, sha256: 'a'.repeat(64), createdAt: '2026-01-01T00:00:00.000Z', userId: 'u' },
    });
    const files = [file('f1', 'a1'), file('f2', 'l1'), file('f3', 'a2')];
    await store().transaction(({ rows }) =>
      rows.putRows(files.map((row) => ({ entity: 'file' as const, id: row.id, row, storeId: 's1' }))),
    );
    const found = await store().rows.filesOf(['a1', 'l1', 'none']);
    expect(found.map(({ id }) => id).toSorted()).toEqual(['f1', 'f2']);
    expect(await store().rows.filesOf([])).toEqual([]);
  });

  test('the rules of the domain find what they ask for', async () => {
    await putAssets([
      assetOf('a1', { assetNumber: 'X' }),
      assetOf('a2', { assetNumber: 'X', deletedAt: '2026-02-01T00:00:00.000Z' }),
      assetOf('a3', { assetNumber: 'X', storeId: 's2' }),
    ]);
    const item = {
      id: 'i1',
      subCatalogue: 'WHO PQS',
      code: 'E003/002',
      classId: 'c',
      categoryId: 'k',
      typeId: 't',
      model: 'HBD 116',
      properties: {},
    };
    await store().transaction(async ({ rows }) => {
      await rows.putRows([{ entity: 'catalogueItem', id: 'i1', row: item }]);
      expect((await rows.assetsNumbered('s1', 'X')).map(({ id }) => id)).toEqual(['a1']);
      expect(await rows.named('catalogueItem', 'who pqs\ne003/002')).toEqual([item]);
      expect(await rows.named('catalogueItem', 'general\ne003/002')).toEqual([]);
      const retired = { ...item, deletedAt: '2026-02-01T00:00:00.000Z' };
      await rows.putRows([{ entity: 'catalogueItem', id: 'i1', row: retired }]);
      expect(await rows.named('catalogueItem', 'who pqs\ne003/002')).toEqual([]);
      await rows.putRows([{ entity: 'catalogueItem', id: 'i1', row: item }]);
      expect(await rows.rows('catalogueItem', ['i1', 'i2'])).toEqual(new Map([['i1', item]]));
      expect(await rows.get('asset', 'a3')).toMatchObject({ storeId: 's2' });
    });
    expect(await store().rows.all('catalogueItem')).toEqual([item]);
    expect(await store().rows.all('asset')).toHaveLength(3);
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
    await store().transaction(({ rows }) =>
      rows.putRows([{ entity: 'file', id: 'f1', row: file, storeId: 's1' }]),
    );
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
    const put = (...rows: ReturnType<typeof fileOf>[]) =>
      store().transaction((tx) =>
        tx.rows.putRows(rows.map((row) => ({ entity: 'file' as const, id: row.id, row, storeId: 's1' }))),
      );
    const removal = changeOf(0, { kind: 'file.remove', entityId: 'f1', patch: {} });
    const [before, then, after] = [5, 6, 7].map((month) => `2026-0${month}-01T00:00:00.000Z`);
    const held = (since?: string) =>
      Promise.all([sha256, thumbnailSha256].map((hash) => store().rows.isHeld(hash, since)));
    expect(await held()).toEqual([false, false]);
    await put(fileOf('f1', { deletedAt: '2020-01-01T00:00:00.000Z' }));
    await store().transaction((tx) => tx.changes.insertChanges([newChange(0, { change: removal })]));
    expect(await held()).toEqual([true, true]);
    // the device's own clock says 2020: it does not count
    expect(await held(before)).toEqual([true, true]);
    expect(await held(then)).toEqual([true, true]);
    expect(await held(after)).toEqual([false, false]);
    await put(fileOf('f2', { ownerId: 'a2', thumbnailSha256: undefined }));
    expect(await held(after)).toEqual([true, false]);
    await put(fileOf('f1'));
    expect(await held(after)).toEqual([true, true]);
  });
}

function problemContract(store: () => CentralDatabase): void {
  const problemOf = (id: string, parts: Partial<Problem> = {}): Problem => ({
    entity: 'asset',
    entityId: id,
    changeId: `change-of-${id}`,
    code: 'missing-field',
    field: 'assetNumber',
    storeId: 's1',
    assetId: id,
    document: DOCUMENT,
    since: '2026-01-01T00:00:00.000Z',
    ...parts,
  });
  const put = (ids: string[], problems: Problem[]) =>
    store().transaction(({ rows }) =>
      rows.putProblems(
        ids.map((id) => ({ entity: 'asset', id })),
        problems,
      ),
    );

  test('problems of an entity are replaced; one that stays keeps the time since which it is', async () => {
    await put(['a1'], [problemOf('a1'), problemOf('a1', { code: 'clock-ahead', data: { hours: 30 } })]);
    await put(['a1'], [problemOf('a1', { since: '2026-03-03T00:00:00.000Z' })]);
    expect(await store().rows.problems({ limit: 10 })).toEqual({ items: [problemOf('a1')], total: 1 });
    await put(['a1'], []);
    expect(await store().rows.problems({ limit: 10 })).toEqual({ items: [], total: 0 });
  });

  test('problems come by pages, of some stores or of all', async () => {
    const ids = range(0, 9).map((number) => `a${number}`);
    await put(
      ids,
      ids.map((id, index) =>
        problemOf(id, {
          storeId: index < 5 ? 's1' : 's2',
          since: `2026-01-0${1 + (index % 3)}T00:00:00.000Z`,
        }),
      ),
    );
    const first = await store().rows.problems({ limit: 4 });
    const second = await store().rows.problems({ limit: 4, cursor: first.nextCursor ?? '' });
    const third = await store().rows.problems({ limit: 4, cursor: second.nextCursor ?? '' });
    expect(third.nextCursor).toBeUndefined();
    const seen = [first, second, third].flatMap(({ items }) => items.map(({ entityId }) => entityId));
    expect([...seen].sort()).toEqual(ids);
    expect((await store().rows.problems({ limit: 10, storeIds: ['s2'] })).total).toBe(4);
  });

  test('an asset shows its own problems and those of its logs', async () => {
    await store().transaction(({ rows }) =>
      rows.putRows([{ entity: 'asset', id: 'a1', row: assetOf('a1'), storeId: 's1' }]),
    );
    await put(['a1'], [problemOf('a1')]);
    const ofLog = problemOf('a1', {
      entity: 'assetLog',
      entityId: 'l1',
      code: 'reason-missing',
      since: '2026-01-02T00:00:00.000Z',
    });
    await store().transaction(({ rows }) => rows.putProblems([{ entity: 'assetLog', id: 'l1' }], [ofLog]));
    expect((await store().rows.asset('a1'))?.problems).toEqual([problemOf('a1'), ofLog]);
  });

  test('entities that bear a code can be found again', async () => {
    await put(
      ['a1', 'a2'],
      [problemOf('a1'), problemOf('a2', { code: 'asset-number-taken', storeId: 's2' })],
    );
    await store().transaction(async ({ rows }) => {
      expect(await rows.entitiesWith(['asset-number-taken'], 's2', 9)).toEqual([
        { entity: 'asset', id: 'a2' },
      ]);
      expect(await rows.entitiesWith(['asset-number-taken'], 's1', 9)).toEqual([]);
      expect(await rows.entitiesWith(['asset-number-taken', 'missing-field'], undefined, 9)).toHaveLength(2);
    });
  });

  test('vectors join to the greater clock per client', () => {
    expect(
      joinVectors(
        new Map([
          [1, 5],
          [2, 1],
        ]),
        new Map([
          [1, 3],
          [3, 1],
        ]),
      ),
    ).toEqual(
      new Map([
        [1, 5],
        [2, 1],
        [3, 1],
      ]),
    );
  });
}

databaseContract('in an SQLite file', openTestDatabase);
