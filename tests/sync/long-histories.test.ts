/** The cost of a further change to a device, after any history: records that are read are counted, not time. */
import { expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import type { Change } from '#shared/change/change';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { foldRecords } from '../../src/replica/changes/refold';
import type { ReplicaDatabase } from '../../src/replica/database';
import { historyOf } from '../../src/replica/changes/history';
import type { Replica } from '../../src/replica/replica';
import { fridge, joinedReplica, store, withHierarchy } from './replicas';
import { must } from './restored';

const DOCUMENT = `store/${store.id}/2026`;
const NOW = Date.UTC(2026, 5, 1);

async function phoneWithFridge(): Promise<Replica> {
  const phone = await joinedReplica();
  await withHierarchy(phone.db);
  must(await phone.commit(addAsset, fridge('A-1', 'a1')));
  return phone;
}

let made = 0;
const change = (
  kind: string,
  entityId: string,
  patch: Change['patch'],
  parts: Partial<Change> = {},
): Change => ({
  id: `0190b5a2-7c10-7a31-8e5f-${String(++made).padStart(12, '0')}`,
  hlc: `${NOW + 1_000_000 + made}-0000-other`,
  ...{ userId: 'ruth', deviceId: 'other', n: made, kind, entityId, patch },
  ...parts,
});

let clock = 0;
const receive = (db: ReplicaDatabase, changes: readonly Change[]): Promise<void> =>
  applyRemote(
    db,
    DOCUMENT,
    changes.map((one) => ({ client: 7, clock: clock++, change: one })),
    NOW + 10_000_000,
  );

/** Edits of one field, none of which saw another. */
const edits = (count: number): Change[] =>
  Array.from({ length: count }, () => change('asset.edit', 'a1', { notes: `note ${made}` }));

const log = (functionalStatus: string): Change =>
  change('assetLog.add', `log-${made + 1}`, {
    assetId: 'a1',
    type: 'STATUS_UPDATE',
    functionalStatus,
    loggedAt: new Date(NOW + 1_000_000 + made).toISOString(),
    createdAt: new Date(NOW + 1_000_000 + made).toISOString(),
  });

/** Records that the work reads of changes and logs. */
async function readBy(db: ReplicaDatabase, work: () => Promise<unknown>): Promise<number> {
  let read = 0;
  const count = <T>(one: T): T => ((read += 1), one);
  for (const table of [db.changes, db.assetLogs]) table.hook('reading').subscribe(count);
  await work();
  for (const table of [db.changes, db.assetLogs]) table.hook('reading').unsubscribe(count);
  return read;
}

const settled = async ({ db }: Replica): Promise<unknown> => {
  const row = await db.assets.get('a1');
  const records = await db.changes.where('[entity+entityId]').equals(['asset', 'a1']).toArray();
  const fold = foldRecords('asset', records);
  const [notes, donor] = ['notes', 'donor'].map((field) => fold?.fields.get(field)?.winner.value);
  const { conflicts } = await historyOf(db, 'asset', 'a1');
  expect(row).toMatchObject({ notes, ...(donor !== undefined && { donor }), conflicts: conflicts.length });
  return row;
};

test.each([50, 1000])('after %i edits of one field a further edit reads none of them', async (count) => {
  const phone = await phoneWithFridge();
  await receive(phone.db, edits(count));
  const remote = await readBy(phone.db, () => receive(phone.db, edits(1)));
  const own = await readBy(phone.db, async () =>
    must(await phone.commit(editAsset, { id: 'a1', values: { donor: 'GAVI' } })),
  );
  expect({ remote, own }).toEqual({ remote: expect.any(Number), own: expect.any(Number) });
  expect(remote).toBeLessThan(5);
  expect(own).toBeLessThan(5);
  await settled(phone);
});

test.each([50, 1000])('after %i logs of one asset a further status reads none of them', async (count) => {
  const phone = await phoneWithFridge();
  await receive(
    phone.db,
    Array.from({ length: count }, () => log('FUNCTIONING')),
  );
  const since = (await phone.db.assets.get('a1'))?.statusSince;
  expect(await readBy(phone.db, () => receive(phone.db, [log('FUNCTIONING')]))).toBeLessThan(5);
  expect((await phone.db.assets.get('a1'))?.statusSince).toBe(since);
  expect(await readBy(phone.db, () => receive(phone.db, [log('DECOMMISSIONED')]))).toBeLessThan(5);
  const row = await phone.db.assets.get('a1');
  expect(row).toMatchObject({ functionalStatus: 'DECOMMISSIONED', statusSince: row?.statusLoggedAt });
});

test('what comes late, and what settles a conflict, is folded with all', async () => {
  const phone = await phoneWithFridge();
  await receive(phone.db, edits(40));
  await receive(phone.db, [change('asset.edit', 'a1', { donor: 'late' }, { hlc: `${NOW + 5}-0000-other` })]);
  expect(await settled(phone)).toMatchObject({ donor: 'late', conflicts: 1 });
  const [notes] = (await historyOf(phone.db, 'asset', 'a1')).conflicts;
  must(
    await phone.commit(
      () =>
        Promise.resolve({
          ok: true,
          value: [{ kind: 'asset.edit', entityId: 'a1', patch: { notes: 'settled' }, settles: ['notes'] }],
        }),
      undefined,
    ),
  );
  expect(notes?.field).toBe('notes');
  expect(await settled(phone)).toMatchObject({ notes: 'settled', conflicts: 0 });
  must(await phone.commit(updateStatus, { assetId: 'a1', functionalStatus: 'DECOMMISSIONED' }));
  expect(await phone.db.assets.get('a1')).toMatchObject({ functionalStatus: 'DECOMMISSIONED' });
});

test('[K8] a change that central had disowned before it came counts no more, however long the history', async () => {
  const phone = await phoneWithFridge();
  const fell = change(
    'asset.edit',
    'a1',
    { notes: 'of a device that was shut out' },
    { hlc: `${NOW + 2_000_000}-0000-other` },
  );
  const before = edits(20);
  await receive(phone.db, [...before, change('asset.disown', 'a1', { changeIds: [fell.id] })]);
  await receive(phone.db, [fell]);
  expect((await phone.db.assets.get('a1'))?.notes).toBe(before.at(-1)?.patch['notes']);
});
