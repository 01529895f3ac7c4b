// What a device holds after a load does not depend on how its changes were cut into batches, nor on what of each record came before.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Change } from '#shared/change/change';
import { storeDocument } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import type { ReplicaDatabase } from '../../src/replica/database';
import { joinedReplica, store } from './replicas';

const NOW = Date.UTC(2026, 5, 1);
const DOCUMENT = storeDocument(store.id, 2026);
const ASSETS = 60;

afterEach(() => vi.restoreAllMocks());

/** Ids of which some stand together and some lie among them. */
const idOf = (number: number): string => {
  const scattered = number % 3 === 0 ? (number * 7919) % 65_536 : 40_000 + number;
  return `${scattered.toString(16).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
};

/** For each asset its creation, an edit, two logs, and the second one's void: in the order of their making. */
function history(assets: number): Change[] {
  const changes: Change[] = [];
  const make = (kind: string, entityId: string, patch: Change['patch']): void => {
    const n = changes.length + 1;
    const hlc = formatHlc({ ms: NOW + n, counter: 0, deviceId: 'd' });
    changes.push({ id: idOf(10_000 + n), hlc, n, userId: 'u', deviceId: 'd', kind, entityId, patch });
  };
  for (let asset = 0; asset < assets; asset++) {
    const [assetId, first, second] = [idOf(asset), idOf(1000 + asset), idOf(2000 + asset)];
    const log = { assetId, type: 'STATUS_UPDATE' };
    make('asset.create', assetId, { storeId: store.id, assetNumber: `A-${asset}`, notes: 'new' });
    make('assetLog.add', first, { ...log, functionalStatus: 'FUNCTIONING' });
    make('asset.edit', assetId, { notes: 'edited' });
    make('assetLog.add', second, { ...log, functionalStatus: 'NOT_FUNCTIONING' });
    if (asset % 2 === 0) make('assetLog.void', second, {});
  }
  return changes;
}

async function held(db: ReplicaDatabase): Promise<unknown> {
  const [assets, logs] = await Promise.all([db.assets.toArray(), db.assetLogs.toArray()]);
  return { assets, logs, changes: await db.changes.count() };
}

async function load(changes: readonly Change[], cuts: readonly number[]): Promise<unknown> {
  const { db } = await joinedReplica();
  const placed = changes.map((change) => ({ client: 7, clock: change.n - 1, change }));
  const ends = [...new Set([...cuts, placed.length])].sort((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    if (end > from) await applyRemote(db, DOCUMENT, placed.slice(from, end), NOW);
    from = end;
  }
  const found = await held(db);
  await db.delete();
  return found;
}

test('a load in batches of any size, in any order, gives the rows that one change after the other gives', async () => {
  const changes = history(ASSETS);
  const oneByOne = await load(
    changes,
    changes.map((_, index) => index),
  );
  expect(oneByOne).toMatchObject({ changes: changes.length, assets: { length: ASSETS } });
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(changes, { minLength: changes.length }),
      fc.array(fc.nat(changes.length), { maxLength: 4 }),
      fc.boolean(),
      async (shuffled, cuts, isShuffled) => {
        expect(await load(isShuffled ? shuffled : changes, cuts)).toEqual(oneByOne);
      },
    ),
    { numRuns: 5 },
  );
});

test('a void that comes before its log, each by itself, counts all the same', async () => {
  const [create, log, , , ...rest] = history(1);
  if (!create || !log) throw new Error('no history');
  expect(rest).toHaveLength(1);
  const gone: Change = {
    ...log,
    id: idOf(5),
    n: 9,
    hlc: formatHlc({ ms: NOW + 99, counter: 0, deviceId: 'e' }),
    kind: 'assetLog.void',
    patch: {},
  };
  const found = (await load([create, gone, log], [1, 2])) as { logs: { voidedAt?: string }[] };
  expect(found.logs[0]?.voidedAt).toBeDefined();
});

test('nothing of records that are new is read back', async () => {
  const { db } = await joinedReplica();
  const reads: string[] = [];
  for (const kind of [IDBObjectStore, IDBIndex])
    for (const method of ['get', 'getAll', 'openCursor'] as const) {
      const prototype = kind.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      const own = prototype[method] as (...args: unknown[]) => unknown;
      vi.spyOn(prototype, method).mockImplementation(function (this: IDBObjectStore | IDBIndex, ...args) {
        reads.push('objectStore' in this ? this.objectStore.name : this.name);
        return own.apply(this, args);
      });
    }
  const creations = history(ASSETS).filter(({ kind }) => kind === 'asset.create');
  await applyRemote(
    db,
    DOCUMENT,
    creations.map((change) => ({ client: 7, clock: change.n - 1, change })),
    NOW,
  );
  vi.restoreAllMocks();
  const read = (table: string): number => reads.filter((name) => name === table).length;
  // one look each at what stands among them
  expect(read('changes')).toBeLessThanOrEqual(2);
  expect(read('folds')).toBe(0);
  expect(read('assetLogs')).toBeLessThanOrEqual(1);
  await db.delete();
});
