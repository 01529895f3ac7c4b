/** The duties of the log of every central database, on each implementation: the port's contract. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { joinVectors } from '#shared/change/state-vector';
import type { NewChange } from '../../server/database/port/changes';
import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';

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
    test('vectors join to the greater clock per client', vectorsJoin);
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

  test('changes of one document come in the order in which they were stored, whoever wrote them', async () => {
    await insert(range(0, 3).map((number) => newChange(number)));
    await insert([newChange(90, { document: 'config', client: 9, clock: 0 })]);
    await insert([newChange(40, { client: 3, clock: 0 }), newChange(3), newChange(4)]);
    const inOrder = await store().changes.ofDocument(DOCUMENT, 0, 10);
    expect(inOrder.map(({ seq, client, clock }) => [seq, client, clock])).toEqual([
      ...[[1, 7, 0] as const, [2, 7, 1], [3, 7, 2]],
      ...[[5, 3, 0] as const, [6, 7, 3], [7, 7, 4]],
    ]);
    expect(inOrder.map(({ changeId }) => changeId)).toEqual([0, 1, 2, 40, 3, 4].map((n) => changeOf(n).id));
    expect(new Uint8Array(inOrder[3]?.body ?? [])).toEqual(encodeBody(changeOf(40)));
    const seqs = async (after: number, limit: number): Promise<number[]> =>
      (await store().changes.ofDocument(DOCUMENT, after, limit)).map(({ seq }) => seq);
    expect(await seqs(2, 2)).toEqual([3, 5]);
    expect(await seqs(6, 10)).toEqual([7]);
    expect(await seqs(7, 10)).toEqual([]);
    expect(await store().changes.ofDocument('store/none/2026', 0, 10)).toEqual([]);
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

  test('what was noted is read outside a transaction once it is committed, and not before', async () => {
    expect(await store().changes.meta('note')).toBeUndefined();
    await store().transaction(async ({ changes }) => {
      await changes.setMeta('note', 'x');
      expect(await store().changes.meta('note')).toBeUndefined();
    });
    expect(await store().changes.meta('note')).toBe('x');
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

  test('what was undone leaves no trace of where an entity belongs, though its numbers go to others', async () => {
    const undone = store().transaction(async (tx) => {
      await tx.changes.insertChanges([newChange(0)]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const elsewhere = { document: 'store/s2/2026', client: 8, clock: 0 };
    await insert([newChange(5, elsewhere), newChange(0)]);
    const refs = ['asset-5', 'asset-0'].map((id) => ({ entity: 'asset', id }));
    await store().transaction(async ({ changes }) => {
      const owning = await changes.storesOwning(refs);
      expect(refs.map(({ id }) => owning.get(`asset/${id}`))).toEqual([['s2'], ['s1']]);
      expect(await changes.changesByIds([changeOf(0).id])).toMatchObject([{ document: DOCUMENT }]);
    });
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
      ).toMatchObject([{ seq: 1, change, document: DOCUMENT, receivedAt: '2026-06-01T00:00:00.000Z' }]);
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
      expect(await changes.changesOfEntities([{ entity: 'rocket', id: 'r1' }])).toMatchObject([{ change }]);
    });
  });

  test('a transaction finds all changes of an entity, those that it has only just stored too', async () => {
    const edits = range(1, 4).map((number) => changeOf(number, { kind: 'asset.edit', entityId: 'asset-0' }));
    await insert([newChange(0)]);
    await store().following.reached();
    await insert([newChange(1, { change: edits[0] ?? changeOf(1) })]);
    await store().transaction(async ({ changes }) => {
      await changes.insertChanges([newChange(2, { change: edits[1] ?? changeOf(2) })]);
      const found = await changes.changesOfEntities([{ entity: 'asset', id: 'asset-0' }]);
      expect(found.map(({ seq, change }) => [seq, change.n])).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
      ]);
    });
  });

  test('the history of an asset is it, its logs, and the files of both', async () => {
    const log = changeOf(1, { kind: 'assetLog.add', entityId: 'l1', patch: { assetId: 'asset-0' } });
    const file = (number: number, ownerId: string) =>
      changeOf(number, { kind: 'file.attach', entityId: `f${number}`, patch: { ownerId } });
    await insert([newChange(0), newChange(1, { change: log }), newChange(2, { change: file(2, 'l1') })]);
    await store().following.reached();
    await store().transaction(async ({ changes }) => {
      await changes.insertChanges([
        newChange(3, { change: file(3, 'asset-0') }),
        newChange(4, { change: file(4, 'asset-9') }),
      ]);
      expect((await changes.historyOf('asset-0')).map(({ id }) => id)).toEqual(['asset-0', 'l1', 'f2', 'f3']);
    });
  });

  test('changes are found by their sequence numbers, in the order of these', async () => {
    await insert(range(0, 200).map((number) => newChange(number)));
    const found = await store().changes.at([200, 3, 65, 3, 201]);
    expect(found.map(({ seq, clock, change }) => [seq, clock, change.n])).toEqual([
      [3, 2, 3],
      [65, 64, 65],
      [200, 199, 200],
    ]);
    expect(await store().changes.seqOf(DOCUMENT, new Map([[7, 66]]))).toBe(66);
    expect(await store().changes.seqOf(DOCUMENT, new Map([[7, 201]]))).toBe(0);
    expect((await store().changes.after(63, 3)).map(({ seq }) => seq)).toEqual([64, 65, 66]);
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
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await store().transaction(async ({ changes }) => {
      expect(await changes.heads([DOCUMENT])).toEqual(new Map([[DOCUMENT, new Map()]]));
      expect(await changes.storesOwning([{ entity: 'asset', id: 'asset-0' }])).toEqual(
        new Map([['asset/asset-0', []]]),
      );
      expect(await changes.meta('key')).toBeUndefined();
      expect(await changes.changesByIds([changeOf(0).id])).toEqual([]);
      expect(await changes.changesOfEntities([{ entity: 'asset', id: 'asset-0' }])).toEqual([]);
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

  test('an entity lies where its first change stands, and in each store it is placed in after that, once', async () => {
    const ref = { entity: 'asset', id: 'asset-0' };
    await insert([newChange(0, { document: 'store/s2/2026' }), newChange(1, { clock: 0 })]);
    for (const storeId of ['s2', 's1', 's2'])
      await store().transaction(({ changes }) => changes.assignOwners([{ ...ref, storeId }]));
    await store().transaction(async ({ changes }) => {
      const nobody = { entity: 'asset', id: 'none' };
      const own = { entity: 'asset', id: 'asset-1' };
      expect(await changes.storesOwning([ref, own, nobody])).toEqual(
        new Map([
          ['asset/asset-0', ['s2', 's1']],
          ['asset/asset-1', ['s1']],
          ['asset/none', []],
        ]),
      );
    });
    expect(await store().changes.moved()).toEqual([ref]);
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

function vectorsJoin(): void {
  const a = new Map([
    [1, 5],
    [2, 1],
  ]);
  const b = new Map([
    [1, 3],
    [3, 1],
  ]);
  expect(joinVectors(a, b)).toEqual(
    new Map([
      [1, 5],
      [2, 1],
      [3, 1],
    ]),
  );
}

databaseContract('SQLite', () => openTestDatabase());
databaseContract('PostgreSQL', () => openTestPostgres());
