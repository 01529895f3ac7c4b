/** Changes of the log that a disk has spoilt: a device that has them brings them back, and all others get them again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { Sql } from '../../server/database/sqlite/sql';
import type { Replica } from '../../src/replica/replica';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored;
let phone: Replica;

beforeEach(async () => {
  programme = await Restored.start();
  phone = await programme.device();
  await programme.visit(phone);
});
afterEach(() => programme.stop());

const spoilt = (): number => programme.central.sync.metrics.spoilt;
const has = async ({ db }: Replica, id: string): Promise<boolean> => (await db.assets.get(id)) !== undefined;

/** The bytes of all changes of an asset, in whichever runs they stand: nothing that can be read. */
const spoil =
  (assetId: string) =>
  (sql: Sql): void => {
    for (const { last, bodies } of sql.all<{ last: number; bodies: Uint8Array }>(
      'SELECT last, bodies FROM log WHERE instr(bodies, CAST(? AS BLOB)) > 0',
      assetId,
    ))
      sql.run('UPDATE log SET bodies = ? WHERE last = ?', new Uint8Array(bodies.length).fill(0xff), last);
  };

/** The server starts again, on a disk that has spoilt this. */
const startOn = async (assetId: string): Promise<void> =>
  programme.restore(await programme.backup(), spoil(assetId));

async function tablet(): Promise<Replica> {
  const joined = await programme.device();
  await programme.visit(joined);
  return joined;
}

test('[G10] what a device wrote comes back from it', async () => {
  must(await phone.commit(addAsset, fridge('A-1', 'asset-1')));
  await programme.visit(phone);
  must(await phone.commit(addAsset, fridge('A-2', 'asset-2')));
  await programme.visit(phone);
  await startOn('asset-1');
  const late = await tablet();
  expect([await has(late, 'asset-1'), await has(late, 'asset-2')]).toEqual([false, false]);
  expect(spoilt()).toBe(1);
  await programme.visit(phone);
  await expect.poll(spoilt).toBe(0);
  await programme.visit(late);
  expect([await has(late, 'asset-1'), await has(late, 'asset-2')]).toEqual([true, true]);
  const next = await tablet();
  expect([await has(next, 'asset-1'), await has(next, 'asset-2')]).toEqual([true, true]);
  expect(await programme.atCentral('asset-1')).toMatchObject({ assetNumber: 'A-1' });
  const roots = await Promise.all([phone, late].map((one) => programme.rootAt(one, programme.document)));
  expect(new Set([...roots, await programme.rootAtCentral(programme.document)]).size).toBe(1);
  for (const one of [phone, late, next]) expect(await one.db.problems.toArray()).toEqual([]);
});

test('[G10] what staff wrote comes back from any device that was sent it', async () => {
  const patch = { storeId: 'store-1', assetNumber: 'A-1' };
  await programme.author(programme.document, { kind: 'asset.create', entityId: 'asset-1', patch });
  await programme.author(programme.document, {
    ...{ kind: 'asset.edit', entityId: 'asset-1', patch: { notes: 'by staff' } },
  });
  await programme.visit(phone);
  await startOn('asset-1');
  const late = await tablet();
  expect(await has(late, 'asset-1')).toBe(false);
  await programme.visit(phone);
  await expect.poll(spoilt).toBe(0);
  await programme.visit(late);
  expect(await late.db.assets.get('asset-1')).toMatchObject({ notes: 'by staff' });
});
