import { expect, test } from 'vitest';
import type { Change } from '#shared/change/change';
import { joinedReplica } from '../../../tests/sync/replicas';
import { adoptStaff } from '../identity/identity';
import { owed, recordOf } from './change-record';
import { waitingFor } from './outbox';
import { owedNow } from './waiting';

const changeBy = (userId: string, n: number): Change => ({
  ...{ id: `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`, userId, deviceId: 'd', n },
  hlc: `1780000000000-${n.toString(16).padStart(4, '0')}-d`,
  ...{ kind: 'asset.edit', entityId: 'a1', patch: { notes: String(n) } },
});

test('what somebody else left waiting in this browser holds up nobody', async () => {
  const { db } = await joinedReplica();
  const mine = changeBy('ruth', 200);
  const left = Array.from({ length: 150 }, (_, n) => changeBy('amina', n));
  const records = [...left, mine].map((change) => recordOf(change, { storeId: 's1' }));
  await db.changes.bulkAdd(records);
  await db.outbox.bulkAdd(records.map((record) => owed(record, 0)));
  expect(await waitingFor(db, 's1', 1, 'ruth')).toEqual([mine]);
  expect(await waitingFor(db, 's1', 100, 'amina')).toEqual(left.slice(0, 100));
  expect(await owedNow(db)).toBe(151);
  const user = { id: 'ruth', username: 'ruth', displayName: 'Ruth', permissions: [] };
  await adoptStaff(db, 'http://localhost:1', 'central-1', { user, deviceId: 'd', clientId: 7 });
  expect(await owedNow(db)).toBe(1);
});
