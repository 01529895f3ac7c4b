// Data that an earlier build kept on a device are there after an upgrade: the outbox, the bytes of photos, and rows that it did not know.
import Dexie from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { FOLDED_BY } from '#shared/domain/folded-by';
import { storeDocument } from '#shared/change/documents';
import { addAsset } from '#shared/commands/add-asset';
import type { Change } from '#shared/change/change';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import type { ReplicaDatabase } from '../../src/replica/database';
import { keepFile } from '../../src/replica/files/keep-file';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import { versions } from '../../src/replica/versions';
import { fridge, joinedReplica, openDatabase, store, withHierarchy } from './replicas';

const NOW = Date.UTC(2026, 5, 1);
const sha256 = 'a'.repeat(64);

const fromCentral = (n: number, kind: string, entityId: string, patch: Change['patch']) => ({
  client: 1,
  clock: n - 1,
  change: {
    ...{ id: `00000000-0000-4000-8000-00000000000${n}`, hlc: `${NOW}-000${n}-central` },
    ...{ userId: 'staff', deviceId: 'central', n, kind, entityId, patch },
  },
});

/** A device that has something of everything. */
async function inUse(): Promise<ReplicaDatabase> {
  const { db, commit } = await joinedReplica();
  await withHierarchy(db);
  await commit(addAsset, fridge('A-1', 'asset-1'));
  const settings = { largestFileMegabytes: 7, takesVideos: false };
  const [asset, changed] = [
    fromCentral(1, 'asset.create', 'asset-2', { assetNumber: 'A-2' }),
    fromCentral(2, 'programmeSettings.create', 'programme-settings', settings),
  ];
  await applyRemote(db, storeDocument(store.id, 2026), [asset], NOW);
  await applyRemote(db, 'config', [changed], NOW);
  const photo = { fileName: 'a.jpg', mimeType: 'image/jpeg', totalBytes: 3, sha256 };
  await keepFile(db, { ...photo, bytes: new Uint8Array([1, 2, 3]).buffer }, store.id, NOW);
  return db;
}

const contentsOf = async (db: Dexie): Promise<Record<string, unknown[]>> =>
  Object.fromEntries(
    await Promise.all(db.tables.map(async (table) => [table.name, await table.toArray()] as const)),
  );

/** The database as a build left it that knew this version of the tables and nothing of the settings of a programme. */
async function asLeftBy(version: number, contents: Record<string, unknown[]>): Promise<IDBFactory> {
  const indexedDB = new IDBFactory();
  const old = new Dexie('waypost', { indexedDB, IDBKeyRange });
  for (const { number, tables } of versions) if (number <= version) old.version(number).stores(tables);
  await Promise.all(old.tables.map((table) => table.bulkAdd(contents[table.name] ?? [])));
  await old
    .table('changes')
    .where('id')
    .equals(fromCentral(2, '', '', {}).change.id)
    .modify({ entity: '' });
  await old.table('settings').put({ key: 'foldVersion', value: 1 });
  old.close();
  return indexedDB;
}

test.each([1, 2, 15])('a database of version %i is taken over with all that is in it', async (version) => {
  const before = await contentsOf(await inUse());
  expect(before['programmeSettings']).toMatchObject([{ largestFileMegabytes: 7 }]);
  expect(before['outbox']).toHaveLength(2);
  const db = openDatabase(await asLeftBy(version, before), 'waypost');
  expect(await db.programmeSettings.count()).toBe(version < 3 ? 0 : 1);
  await keepFoldVersion(db);
  const after = await contentsOf(db);
  expect(after['settings']).toContainEqual({ key: 'foldVersion', value: FOLDED_BY });
  // files came with version 2; of the hierarchy of this test there are no changes, and it stays as it was
  const without = version < 2 ? { fileCopies: [], fileBytes: [] } : {};
  expect(after).toEqual({ ...before, ...without, settings: after['settings'] });
});

test('changes of an entity that only a newer build knows stay, and the rest is folded again', async () => {
  const db = await inUse();
  const foreign = { ...fromCentral(3, 'beacon.create', 'beacon-1', { name: 'of next year' }).change };
  const [record] = await db.changes.toArray();
  if (!record) throw new Error('no change');
  // as the newer build left it, before the older one was put back
  await db.changes.put({
    ...record,
    id: foreign.id,
    change: foreign,
    entity: 'beacon' as never,
    entityId: 'beacon-1',
  });
  const before = await db.assets.toArray();
  await db.assets.where('id').equals('asset-2').delete();
  await keepFoldVersion(db, 'of this build');
  expect(await db.settings.get('foldVersion')).toMatchObject({ value: 'of this build' });
  expect(await db.assets.toArray()).toEqual(before);
  expect(await db.changes.get(foreign.id)).toMatchObject({ entity: 'beacon' });
});
