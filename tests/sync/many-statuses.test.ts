// One press for a whole hospital is one transaction of the device, however many pieces it is for: all of it is stored, or nothing.
import { expect, test } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { formatHlc } from '#shared/change/hlc';
import { updateStatuses } from '#shared/commands/update-statuses';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { newId } from '../../src/replica/new-id';
import { fridge, joinedReplica, store, withHierarchy } from './replicas';

const MANY = 1000;
const NOW = Date.UTC(2026, 5, 1);

test.each([
  ['say a status', {}],
  ['say it with words of their own', { comment: 'No power since Monday' }],
])('a thousand statuses at once %s, and are stored together', async (_what, more) => {
  const { db, commit } = await joinedReplica();
  await withHierarchy(db);
  const ids = Array.from({ length: MANY }, (_, index) => `asset-${index}`);
  const { storeId, values } = fridge('A');
  await applyRemote(
    db,
    storeDocument(store.id, 2026),
    ids.map((entityId, index) => ({
      ...{ client: 7, clock: index },
      change: {
        ...{
          id: newId(NOW + index),
          hlc: formatHlc({ ms: NOW + index, counter: 0, deviceId: 'd' }),
          n: index + 1,
        },
        ...{ userId: 'ruth', deviceId: 'd', kind: 'asset.create', entityId },
        patch: { ...values, storeId, assetNumber: entityId.toUpperCase() },
      },
    })),
    NOW,
  );
  const updates = ids.map((assetId) => ({
    assetId,
    functionalStatus: 'NOT_IN_USE' as const,
    ...more,
  }));
  expect(await commit(updateStatuses, { updates })).toMatchObject({ ok: true });
  // and once more, which only confirms the same statuses
  expect(await commit(updateStatuses, { updates })).toMatchObject({ ok: true });
  const rows = await db.assets.toArray();
  expect(rows.filter(({ functionalStatus }) => functionalStatus === 'NOT_IN_USE')).toHaveLength(MANY);
  expect(await db.outbox.filter(({ kind }) => kind === 'assetLog.add').count()).toBe(2 * MANY);
});
