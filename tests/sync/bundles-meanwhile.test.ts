/** A bundle is laid out in the midst of other work: while rows are folded again, while somebody reads, after an older app ran beside it. */
import Dexie, { type DBCore, type DBCoreQueryRequest } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import type { PositionedChange } from '#shared/change/codec/struct';
import { CONFIG } from '#shared/change/documents';
import { rootOf } from '#shared/proof/digest';
import { provenChains } from '../../src/engine/give-back';
import { marksOf } from '../../src/engine/proof-book';
import { layOutDocument } from '../../src/replica/bundles/lay-out';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { historyOf } from '../../src/replica/changes/history';
import { contentOf } from '../../src/replica/changes/outbox';
import type { ReplicaDatabase } from '../../src/replica/database';
import { apply, byPlace, change, history, kept, phone, plain, single, told, uuid } from './bundled';
import { openDatabase } from './replicas';
import { Restored } from './restored';

const editOf = (item: number, clock = 0): PositionedChange => ({
  ...{ client: 9, clock },
  change: change(900 + clock, {
    kind: 'item.edit',
    entityId: uuid(50_000 + item),
    patch: { name: `Edited by staff ${clock}` },
  }),
});

describe('while rows are folded again', () => {
  /** Is asked once a step. */
  const stopAfter = (steps: number): AbortSignal => {
    let asked = 0;
    return Object.defineProperty(new AbortController().signal, 'aborted', { get: () => ++asked > steps });
  };

  test.each([0, 1, 2, 3, 4])('a bundle that is laid out after %i steps is folded too', async (steps) => {
    const placed = history(400, 0);
    const db = await phone();
    await apply(db, placed.slice(0, 120), false);
    await apply(db, placed.slice(120, 250));
    await apply(db, placed.slice(250));
    expect(await kept(db)).toEqual([120, 2]);
    // what an older build made of them
    await db.items.toCollection().modify({ name: 'as it was read before' });
    await db.settings.put({ key: 'foldVersion', value: 'before' });
    await keepFoldVersion(db, 'after', stopAfter(steps));
    await apply(db, [editOf(300)]);
    await apply(db, [editOf(200, 1)]);
    await keepFoldVersion(db, 'after');
    expect(await told(db)).toEqual(await plain([...placed, editOf(300), editOf(200, 1)]));
  });

  test('a change of a kind that is new to this build brings no other change out of sight', async () => {
    const placed = history(300, 0);
    const db = await phone();
    await apply(db, placed);
    // the build before did not know what it is of
    await db.changes.put({ ...single(editOf(150)), entity: '' });
    await db.items.toCollection().modify({ name: 'as it was read before' });
    await db.settings.put({ key: 'foldVersion', value: 'before' });
    await keepFoldVersion(db, 'after');
    const { items } = (await plain([...placed, editOf(150)])) as { items: unknown };
    expect(await db.items.toArray()).toEqual(items);
  });
});

describe('a reader sees each change', () => {
  /** Another tab lays out what this one has just read of; a read that is a transaction by itself has that done before the next one. */
  function overtaken(core: DBCore, meanwhile: () => Promise<void>): DBCore {
    const bundles = core.table('bundles');
    const isAlone = ({ trans }: DBCoreQueryRequest): boolean =>
      (trans as IDBTransaction).objectStoreNames.length === 1;
    const query: typeof bundles.query = (request) =>
      bundles.query(request).then((answer) => {
        const done = Dexie.ignoreTransaction(meanwhile);
        return isAlone(request) ? done.then(() => answer) : answer;
      });
    return { ...core, table: (name) => (name === 'bundles' ? { ...bundles, query } : core.table(name)) };
  }

  const reads: [string, (db: ReplicaDatabase) => Promise<unknown[]>, count: number][] = [
    ['of an item', async (db) => (await historyOf(db, 'item', uuid(50_002))).changes, 2],
    ['of a document', async (db) => (await contentOf(db, CONFIG)).placed, 203],
  ];

  test.each(reads)('%s, also where its bundle is laid out meanwhile', async (_what, read, count) => {
    const [indexedDB, name] = [new IDBFactory(), 'waypost'];
    const other = openDatabase(indexedDB, name);
    await apply(other, history(200, 3));
    expect(await kept(other)).toEqual([0, 1]);
    const tables = [other.changes, other.bundles, other.bundleContents];
    let laid: Promise<void> | undefined;
    const meanwhile = (): Promise<void> =>
      (laid ??= Promise.resolve(other.transaction('rw', tables, async () => layOutDocument(other, CONFIG))));
    const db = openDatabase(indexedDB, name);
    db.use({ stack: 'dbcore', name: 'overtaken', create: (core) => overtaken(core, meanwhile) });
    expect(await read(db)).toHaveLength(count);
    await laid;
    expect(await kept(db)).toEqual([203, 0]);
    expect(await read(db)).toHaveLength(count);
  });
});

describe('after an older version of the app, which sees no bundle, has fetched everything again', () => {
  const placed = history(200, 60);
  /** As that app wrote it: each change by itself, and an edit without a look at the bundle; one stands in a second place too. */
  async function ranBeside(): Promise<ReplicaDatabase> {
    const db = await phone();
    await apply(db, placed);
    await db.changes.bulkPut([...placed, editOf(150)].map(single));
    const [first] = await db.changes.where('id').equals(uuid(10)).toArray();
    if (first)
      await db.changes.put({
        ...first,
        places: [...first.places, { document: CONFIG, client: 8, clock: 0 }],
      });
    return db;
  }
  const secondPlace = placed.slice(9, 10).map((one) => ({ ...one, client: 8, clock: 0 }));

  test('each change counts once', async () => {
    const db = await ranBeside();
    const all = [...placed, editOf(150), ...secondPlace];
    expect((await contentOf(db, CONFIG)).placed.sort(byPlace)).toEqual(all.sort(byPlace));
    expect((await historyOf(db, 'item', uuid(50_150))).changes).toHaveLength(2);
  });

  test('nothing is lost when the bundle is laid out', async () => {
    const db = await ranBeside();
    await apply(db, [editOf(3, 1)]);
    expect((await kept(db))[1]).toBe(0);
    const all = [...placed, editOf(150), editOf(3, 1), ...secondPlace];
    expect((await contentOf(db, CONFIG)).placed.sort(byPlace)).toEqual(all.sort(byPlace));
    expect(await db.items.get(uuid(50_003))).toMatchObject({ name: 'Edited by staff 1' });
  });

  test('[G1] what central has lost is given back', async () => {
    const db = await ranBeside();
    const vector = new Map([[7, placed.length]]);
    const proof = { root: rootOf(marksOf(CONFIG, placed, vector) ?? []), mac: new Uint8Array(16) };
    await db.receipts.add({ document: CONFIG, vector, ...proof, start: 7, seq: 1, at: 1, keyId: 1 });
    const [chain] = await provenChains(db, CONFIG, new Map([[7, 100]]));
    expect(chain).toMatchObject({ client: 7, clock: placed.length - 1 });
  });
});

test('a record that an older app showed as it was made is shown as it is once this app synchronises', async () => {
  const programme = await Restored.start();
  const device = await programme.device();
  const said = history(120, 1).map(({ change: { kind, entityId, patch } }) => ({ kind, entityId, patch }));
  for (const one of said) await programme.author(CONFIG, one);
  await programme.visit(device);
  const { db } = device;
  await keepFoldVersion(db);
  expect((await kept(db))[1]).toBeGreaterThan(0);
  const all = await db.items.toArray();
  // that app came as far as the first of them
  const [first] = (await contentOf(db, CONFIG)).placed.filter(
    ({ change: { kind, entityId } }) => kind === 'item.create' && entityId === uuid(50_000),
  );
  if (first) await db.changes.put(single(first));
  await db.items.update(uuid(50_000), { name: 'Item 0' });
  // a device without room for that goes on all the same
  const full = (): never => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  db.bundles.hook('deleting').subscribe(full);
  await programme.visit(device);
  db.bundles.hook('deleting').unsubscribe(full);
  await programme.visit(device);
  expect(await db.items.toArray()).toEqual(all);
  await programme.stop();
});
