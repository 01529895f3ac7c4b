/**
 * The cost to a device of a further change, whatever lies around it: many logs of the piece, merged records at the site, an update
 * of the app. Records that are read are counted, not time.
 */
import { expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import { editAsset } from '#shared/commands/edit-asset';
import { updateStatus } from '#shared/commands/update-status';
import type { Change } from '#shared/change/change';
import { applyRemote } from '../../src/replica/changes/apply-remote';
import { keepFoldVersion } from '../../src/replica/changes/fold-version';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { Replica } from '../../src/replica/replica';
import { fridge, joinedReplica, store, withHierarchy } from './replicas';
import { must } from './restored';

const DOCUMENT = `store/${store.id}/2026`;
const NOW = Date.UTC(2026, 5, 1);

async function phoneWith(...ids: string[]): Promise<Replica> {
  const phone = await joinedReplica();
  await withHierarchy(phone.db);
  for (const id of ids) must(await phone.commit(addAsset, fridge(`N-${id}`, id)));
  return phone;
}

let made = 0;
const change = (kind: string, entityId: string, patch: Change['patch']): Change => ({
  id: `0190b5a2-7c10-7a31-8e5f-${String(++made).padStart(12, '0')}`,
  hlc: `${NOW + 1_000_000 + made}-0000-other`,
  ...{ userId: 'ruth', deviceId: 'other', n: made, kind, entityId, patch },
});

let clock = 0;
const receive = (db: ReplicaDatabase, changes: readonly Change[]): Promise<void> =>
  applyRemote(
    db,
    DOCUMENT,
    changes.map((one) => ({ client: 7, clock: clock++, change: one })),
    NOW + 10_000_000,
  );

const log = (assetId: string, functionalStatus = 'FUNCTIONING'): Change => {
  const at = new Date(NOW + 1_000_000 + made).toISOString();
  const said = { type: 'STATUS_UPDATE', functionalStatus, loggedAt: at, createdAt: at };
  return change('assetLog.add', `log-${made + 1}`, { assetId, ...said });
};
const logs = (count: number, assetId: string): Change[] => Array.from({ length: count }, () => log(assetId));

async function readBy(db: ReplicaDatabase, work: () => Promise<unknown>): Promise<number> {
  let read = 0;
  const count = <T>(one: T): T => ((read += 1), one);
  for (const table of [db.changes, db.assetLogs]) table.hook('reading').subscribe(count);
  await work();
  for (const table of [db.changes, db.assetLogs]) table.hook('reading').unsubscribe(count);
  return read;
}

/** The row as it is after everything is folded again from nothing. */
async function settled({ db }: Replica, id: string): Promise<void> {
  const before = await db.assets.get(id);
  await db.assets.clear();
  await db.assetLogs.clear();
  await db.settings.put({ key: 'foldVersion', value: 'before' });
  await keepFoldVersion(db, `after ${made}`);
  expect(await db.assets.get(id)).toEqual(before);
}

test('an edit of a piece with many logs reads none of them', async () => {
  const phone = await phoneWith('a1');
  await receive(phone.db, logs(500, 'a1'));
  expect(
    await readBy(phone.db, () => receive(phone.db, [change('asset.edit', 'a1', { notes: 'a note' })])),
  ).toBeLessThan(10);
  const own = () => phone.commit(editAsset, { id: 'a1', values: { donor: 'GAVI' } });
  expect(await readBy(phone.db, async () => must(await own()))).toBeLessThan(10);
  expect(await phone.db.assets.get('a1')).toMatchObject({ functionalStatus: 'FUNCTIONING', donor: 'GAVI' });
  await settled(phone, 'a1');
});

test('a status of one piece costs no more because others at the site are merged, nor because it is itself', async () => {
  const phone = await phoneWith('a1', 'a2', 'a3');
  await receive(phone.db, [...logs(300, 'a1'), ...logs(300, 'a3')]);
  await receive(phone.db, [change('asset.merge', 'a2', { into: 'a1' })]);
  expect(await readBy(phone.db, () => receive(phone.db, [log('a3', 'NOT_IN_USE')]))).toBeLessThan(10);
  expect(await readBy(phone.db, () => receive(phone.db, [log('a1', 'NOT_IN_USE')]))).toBeLessThan(10);
  expect(await readBy(phone.db, () => receive(phone.db, [log('a2', 'DECOMMISSIONED')]))).toBeLessThan(10);
  for (const [id, functionalStatus] of [
    ['a3', 'NOT_IN_USE'],
    ['a1', 'DECOMMISSIONED'],
  ] as const)
    expect(await phone.db.assets.get(id)).toMatchObject({ functionalStatus });
  await receive(phone.db, [change('asset.edit', 'a2', { mergedInto: null })]);
  expect(await phone.db.assets.get('a1')).toMatchObject({ functionalStatus: 'NOT_IN_USE' });
  must(await phone.commit(updateStatus, { assetId: 'a1', functionalStatus: 'FUNCTIONING' }));
  for (const id of ['a1', 'a2', 'a3']) await settled(phone, id);
});

test('folding again after an update reads each change and each log a few times, however long the histories are', async () => {
  const phone = await phoneWith('a1', 'a2');
  const edits = Array.from({ length: 1500 }, () => change('asset.edit', 'a1', { notes: `${made}` }));
  for (let at = 0; at < edits.length; at += 500) await receive(phone.db, edits.slice(at, at + 500));
  for (let done = 0; done < 3; done++) await receive(phone.db, [...logs(250, 'a1'), ...logs(250, 'a2')]);
  const before = await phone.db.assets.toArray();
  const all = (await phone.db.changes.count()) + (await phone.db.assetLogs.count());
  await phone.db.settings.put({ key: 'foldVersion', value: 'before' });
  expect(await readBy(phone.db, () => keepFoldVersion(phone.db, 'after'))).toBeLessThan(3 * all);
  expect(await phone.db.assets.toArray()).toEqual(before);
});
