// The end of a round: one piece never holds up the others, for any reason, and nobody signs another person's record.
import { addAsset } from '#shared/commands/add-asset';
import { removeAsset } from '#shared/commands/edit-asset';
import { finishRound as finishCommand } from '#shared/commands/finish-round';
import { limits } from '#shared/protocol/limits';
import { updateStatus } from '#shared/commands/update-status';
import { beforeEach, describe, expect, test } from 'vitest';
import { fridge, joinedReplica, store, withHierarchy } from '../../../tests/sync/replicas';
import type { Replica } from '../../replica/replica';
import { changeRound, finishRound, keptRound, startRound } from './kept-round';
import { withFound, withSighting } from './round';

const reason = { id: 'r1', functionalStatus: 'NOT_FUNCTIONING' as const, reason: 'Unknown', commentsRequired: false, conflicts: 0 }; // prettier-ignore
let replica: Replica;
let ids: string[];

async function finish() {
  const result = await finishRound(replica, await replica.db.assets.toArray(), '2026-06-01T00:00:00.900Z');
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}
const logsOf = async (id = '') =>
  (await replica.db.assetLogs.where('assetId').equals(id).toArray()).sort((a, b) =>
    a.loggedAt.localeCompare(b.loggedAt),
  );
const seeAll = async () => {
  await startRound(replica.db, {
    storeId: store.id,
    location: '',
    startedAt: '2026-06-01T00:00:00.000Z',
    seen: [],
    strangers: [],
  });
  for (const id of ids)
    await changeRound(replica.db, (now) => withSighting(now, id, '2026-06-01T00:00:00.500Z'));
};

beforeEach(async () => {
  replica = await joinedReplica();
  await withHierarchy(replica.db);
  await replica.db.statusReasons.put(reason);
  ids = [];
  for (const number of ['1', '2', '3']) {
    const added = await replica.commit(addAsset, fridge(number));
    ids.push(added.ok ? (added.value[0]?.entityId ?? '') : '');
  }
  const broken = {
    functionalStatus: 'NOT_FUNCTIONING' as const,
    reasonId: 'r1',
    comment: 'technician comes on Friday',
  };
  await replica.commit(updateStatus, { assetId: ids[0] ?? '', ...broken });
});

describe('a round is finished', () => {
  test.each([
    ['retired since', { ...reason, deletedAt: '2026-06-01T00:00:00.000Z' }],
    ['in need of a comment since', { ...reason, commentsRequired: true }],
    ['unknown here', undefined],
  ])('though the reason of a piece is %s', async (_name, now) => {
    if (now) await replica.db.statusReasons.put(now);
    else await replica.db.statusReasons.delete('r1');
    await seeAll();
    expect(await finish()).toMatchObject({ recorded: 3, issues: [] });
    expect((await keptRound(replica.db))?.finishedAt).toBeDefined();
  });

  test('[L9] and confirms what another wrote without signing their words', async () => {
    await seeAll();
    await finish();
    const [, first, last] = await logsOf(ids[0]);
    expect(last).toMatchObject({ functionalStatus: 'NOT_FUNCTIONING', reasonId: 'r1', confirms: first?.id });
    expect(last?.comment).toBeUndefined();
    expect((await replica.db.assets.get(ids[0] ?? ''))?.comment).toBe('technician comes on Friday');
  });

  test('for all but what cannot be recorded, which is named and can be put right there', async () => {
    await replica.db.assetLogs
      .where('assetId')
      .equals(ids[1] ?? '')
      .delete();
    await replica.db.assets.update(ids[1] ?? '', { functionalStatus: undefined } as never);
    await seeAll();
    const first = await finish();
    expect(first.recorded).toBe(2);
    expect(first.issues).toMatchObject([{ code: 'status-missing', data: { assetId: ids[1] } }]);
    expect((await keptRound(replica.db))?.finishedAt).toBeUndefined();
    await changeRound(replica.db, (now) => withFound(now, ids[1] ?? '', { functionalStatus: 'FUNCTIONING' }));
    expect(await finish()).toMatchObject({ recorded: 1, issues: [] });
    expect(await logsOf(ids[2])).toHaveLength(2);
  });

  test('though this device’s clock ran ahead while it was walked', async () => {
    await seeAll();
    await changeRound(replica.db, (now) => ({
      ...now,
      seen: now.seen.map((one) => ({ ...one, at: '2026-06-03T00:00:00.000Z' })),
    }));
    expect(await finish()).toMatchObject({ recorded: 3, issues: [] });
  });

  test('[N1] into a record that says what was expected, found, missing and unexpected, and never changes', async () => {
    await seeAll();
    await changeRound(replica.db, (now) => ({ ...now, seen: now.seen.slice(0, 2), strangers: ['?'] }));
    await finish();
    const [record, ...others] = await replica.db.rounds.toArray();
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      ...{ storeId: store.id, expected: expect.arrayContaining(ids) as string[], missing: [ids[2]] },
      ...{ unexpected: [], unknownLabels: 1, finishedAt: '2026-06-01T00:00:00.900Z' },
    });
    expect([...(record?.found ?? [])].sort()).toEqual(ids.slice(0, 2).sort());
    expect((await keptRound(replica.db))?.records).toEqual([record?.id]);
    await replica.commit(addAsset, fridge('4'));
    expect(await replica.db.rounds.toArray()).toEqual([record]);
    expect((await replica.db.outbox.toArray()).map(({ kind }) => kind)).toContain('round.finish');
  });

  test('[N1] with a removed piece that was seen: it is named as not expected, and gets no log', async () => {
    await seeAll();
    await replica.commit(removeAsset, { id: ids[2] ?? '' });
    const before = await logsOf(ids[2]);
    expect(await finish()).toMatchObject({ recorded: 2, issues: [] });
    const [record] = await replica.db.rounds.toArray();
    expect(record).toMatchObject({ missing: [], unexpected: [ids[2]] });
    expect([...(record?.expected ?? [])].sort()).toEqual(ids.slice(0, 2).sort());
    expect(await logsOf(ids[2])).toEqual(before);
    const { seen = [] } = (await keptRound(replica.db)) ?? {};
    expect(seen.filter(({ recorded }) => recorded).map(({ assetId }) => assetId)).toEqual(ids.slice(0, 2));
  });

  test('[N1] a round of more pieces than a change can hold becomes several records, and none is lost', async () => {
    const many = Array.from(
      { length: 1500 },
      (_, n) => `0190b5a2-7c10-7a31-8e5f-${String(n).padStart(12, '0')}`,
    );
    const times = { startedAt: '2026-06-01T00:00:00.000Z', finishedAt: '2026-06-01T00:00:00.900Z' };
    const [found, missing, unexpected] = [many.slice(0, 900), many.slice(900, 1400), many.slice(1400)];
    const result = await replica.commit(finishCommand, { ...times, storeId: store.id, found, missing, unexpected, unknownLabels: 2 }); // prettier-ignore
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    for (const change of result.value) expect(JSON.stringify(change).length).toBeLessThan(limits.changeBytes);
    const records = await replica.db.rounds.toArray();
    expect(records.flatMap((record) => record.found).sort()).toEqual(found);
    expect(records.flatMap((record) => record.missing).sort()).toEqual(missing);
    expect(records.flatMap((record) => record.expected).sort()).toEqual([...found, ...missing]);
    expect(records.reduce((sum, record) => sum + (record.unknownLabels ?? 0), 0)).toBe(2);
  });
});
