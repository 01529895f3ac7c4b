// One press for a whole hospital is one transaction of the device, however many pieces it is for: all of it is stored, or nothing.
import { expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { updateStatuses } from '#shared/commands/update-statuses';
import { fridge, joinedReplica, withHierarchy } from './replicas';

const MANY = 150;

test.each([
  ['say a status', {}],
  ['say it with words of their own', { comment: 'No power since Monday' }],
])('a hundred and fifty statuses at once %s, and are stored together', async (_what, more) => {
  const { db, commit } = await joinedReplica();
  await withHierarchy(db);
  const ids = Array.from({ length: MANY }, (_, index) => `asset-${index}`);
  for (const id of ids) expect((await commit(addAsset, fridge(id.toUpperCase(), id))).ok).toBe(true);
  const updates = ids.map((assetId) => ({
    assetId,
    functionalStatus: 'NOT_IN_USE' as const,
    ...more,
  }));
  expect(await commit(updateStatuses, { updates })).toMatchObject({ ok: true });
  const rows = await db.assets.toArray();
  expect(rows.filter(({ functionalStatus }) => functionalStatus === 'NOT_IN_USE')).toHaveLength(MANY);
  expect(await db.outbox.filter(({ kind }) => kind === 'assetLog.add').count()).toBe(2 * MANY);
});
