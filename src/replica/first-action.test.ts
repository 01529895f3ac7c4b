// The first thing that is saved after a start: the code for writing is fetched for it.
import { addAsset } from '#shared/commands/add-asset';
import { expect, test } from 'vitest';
import { fridge, joinedReplica, withHierarchy } from '../../tests/sync/replicas';

test('the first action may be part of a larger transaction, which stays open meanwhile', async () => {
  const { db, commit } = await joinedReplica();
  await withHierarchy(db);
  const saved = await db.transaction('rw', db.tables, async () => {
    const result = await commit(addAsset, fridge('1'));
    await db.settings.put({ key: 'round', value: result.ok });
    return result.ok;
  });
  expect(saved).toBe(true);
  expect((await db.settings.get('round'))?.value).toBe(true);
  expect(await db.assets.count()).toBe(1);
});
