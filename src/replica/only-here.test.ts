import { expect, test } from 'vitest';
import { fridge, joinedReplica, withHierarchy } from '../../tests/sync/replicas';
import { addAsset } from '#shared/commands/add-asset';
import { isNothing, onlyHere } from './only-here';

test('photos that were not sent and records that central did not accept are lost with a device as changes are', async () => {
  const replica = await joinedReplica();
  const { db } = replica;
  await withHierarchy(db);
  expect(isNothing(await onlyHere(db))).toBe(true);
  await replica.commit(addAsset, fridge('A-1', 'a1'));
  expect(await onlyHere(db)).toEqual({ changes: 2, files: 0, problems: 0 });
  await db.outbox.clear();
  expect(isNothing(await onlyHere(db))).toBe(true);

  const about = {
    storeId: 'store-1',
    fileName: 'a.jpg',
    mimeType: 'image/jpeg',
    size: 3,
    addedAt: 0,
    openedAt: 0,
  };
  const [photo, thumbnail, sent] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  if (photo === undefined || thumbnail === undefined || sent === undefined) throw new Error('no names');
  await db.fileCopies.bulkPut([
    { ...about, sha256: photo, isThumbnail: false, state: 'failed', sent: 0, failures: 1 },
    { ...about, sha256: thumbnail, isThumbnail: true, state: 'waiting', sent: 0, failures: 0 },
    { ...about, sha256: sent, isThumbnail: false, state: 'central', sent: 3, failures: 0 },
  ]);
  await db.files.put({
    ...{ id: 'f1', ownerTable: 'asset', ownerId: 'a1', sha256: photo, thumbnailSha256: thumbnail },
    ...{
      fileName: 'a.jpg',
      mimeType: 'image/jpeg',
      totalBytes: 3,
      createdAt: '2026-06-01T00:00:00Z',
      userId: 'u',
      conflicts: 0,
    },
  });
  expect(await onlyHere(db)).toEqual({ changes: 0, files: 1, problems: 0 });

  await db.fileCopies.clear();
  const [change] = (await db.changes.toArray()).map((record) => record.change);
  if (!change) throw new Error('no change');
  await db.problems.bulkAdd([
    { code: 'bad-field', message: 'No.', at: 1, change },
    { code: 'not-yours', message: 'Something else.', at: 1 },
  ]);
  const left = await onlyHere(db);
  expect(left).toEqual({ changes: 0, files: 0, problems: 1 });
  expect(isNothing(left)).toBe(false);
});
