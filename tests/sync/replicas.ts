// Replicas for tests: databases in memory, with a clock and ids that a test commands.
import Dexie, { type DBCore, type DBCoreMutateRequest } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Environment } from '../../src/replica/changes/commit';
import { ReplicaDatabase } from '../../src/replica/database';
import { adoptSite, type JoinedSite } from '../../src/replica/identity/identity';
import { newId } from '../../src/replica/new-id';
import { openReplica, type Replica } from '../../src/replica/replica';

// live queries do nothing where there is no database at all
Dexie.dependencies.indexedDB ??= new IDBFactory();

export const store = { id: 'store-1', code: 'S1', name: 'First store' };

export const joinedAs = (deviceId: string, clientId: number, stores = [store]): JoinedSite => ({
  deviceId,
  deviceToken: `token-of-${deviceId}`,
  clientId,
  centralId: 'central-1',
  site: { id: 'site-1', code: 'SITE', name: 'First site' },
  stores,
});

let databases = 0;

/** A database of its own; give `indexedDB` and `name` to open the same one again, as a second tab does. */
export function openDatabase(indexedDB = new IDBFactory(), name = `waypost-${++databases}`): ReplicaDatabase {
  const db = new ReplicaDatabase(name, { indexedDB, IDBKeyRange });
  db.use({ stack: 'dbcore', name: 'full', create: (core) => withRoom(core, storageOf(db)) });
  return db;
}

const storages = new WeakMap<ReplicaDatabase, { isFull: boolean }>();

/** Whether the storage below a database takes any more. */
export function storageOf(db: ReplicaDatabase): { isFull: boolean } {
  const known = storages.get(db) ?? { isFull: false };
  storages.set(db, known);
  return known;
}

/** Rows of what happened are refused while there is no room; small notes that take the place of others are not. */
const withRoom = (core: DBCore, storage: { isFull: boolean }): DBCore => ({
  ...core,
  table: (name) => {
    const table = core.table(name);
    const isRefused = ({ type }: DBCoreMutateRequest): boolean =>
      storage.isFull &&
      (name === 'assets' || name === 'changes' || name === 'bundles') &&
      (type === 'put' || type === 'add');
    return {
      ...table,
      mutate: (request) =>
        isRefused(request)
          ? Dexie.Promise.reject(new DOMException('no room', 'QuotaExceededError'))
          : table.mutate(request),
    };
  },
});

export interface TestClock extends Environment {
  time: number;
}

export function testClock(time = Date.UTC(2026, 5, 1)): TestClock {
  const clock: TestClock = { time, now: () => clock.time++, newId: () => newId(clock.time) };
  return clock;
}

export async function joinedReplica(
  deviceId = 'device-1',
  clientId = 1001,
  clock = testClock(),
): Promise<Replica> {
  const replica = openReplica(openDatabase(), clock);
  await adoptSite(replica.db, 'http://localhost:1', 'A phone', joinedAs(deviceId, clientId));
  return replica;
}

/** Rows that adding an asset needs. */
export async function withHierarchy(db: ReplicaDatabase): Promise<void> {
  await db.assetClasses.put({ id: 'class', name: 'Cold chain equipment', conflicts: 0 });
  await db.assetCategories.put({ id: 'category', name: 'Refrigerators', classId: 'class', conflicts: 0 });
  await db.assetTypes.put({
    id: 'type',
    name: 'Ice-lined refrigerator',
    categoryId: 'category',
    conflicts: 0,
  });
}

export const fridge = (assetNumber: string, id?: string) => ({
  storeId: store.id,
  ...(id !== undefined && { id }),
  values: { assetNumber, classId: 'class', categoryId: 'category', typeId: 'type' },
  firstLog: { functionalStatus: 'FUNCTIONING' as const },
});
