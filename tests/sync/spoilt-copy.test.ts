/** A server on PostgreSQL whose copy of the log a disk has spoilt, as its devices see it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAsset } from '#shared/commands/add-asset';
import type { PostgresDatabase } from '../../server/database/postgres/open-postgres';
import type { Replica } from '../../src/replica/replica';
import { alter } from '../postgres/copies';
import { inPostgres } from '../support/in-postgres';
import { fridge } from './replicas';
import { must, Restored } from './restored';

let programme: Restored<PostgresDatabase>;
let phone: Replica;

beforeEach(async () => {
  programme = await Restored.startIn(inPostgres(Date.now));
  phone = await programme.device();
  for (const n of [1, 2, 3]) {
    must(await phone.commit(addAsset, fridge(`A-${n}`, `asset-${n}`)));
    await programme.visit(phone);
  }
});
afterEach(() => programme.stop());

const madeAgain = (): number => programme.database.ownCopy.madeAgain;
const assets = async ({ db }: Replica): Promise<string[]> =>
  (await db.assets.toArray()).map(({ id }) => id).sort();
const ALL = ['asset-1', 'asset-2', 'asset-3'];

/** Bytes of the runs that name an asset. */
const spoil = (assetId: string, how: (bodies: Uint8Array) => Uint8Array): Promise<void> =>
  alter(programme.database.ownCopy.local.path, (sql) => {
    for (const { last, bodies } of sql.all<{ last: number; bodies: Uint8Array }>(
      'SELECT last, bodies FROM log WHERE instr(bodies, CAST(? AS BLOB)) > 0',
      assetId,
    ))
      sql.run('UPDATE log SET bodies = ? WHERE last = ?', how(Uint8Array.from(bodies)), last);
  });

const rootsAgree = async (...devices: Replica[]): Promise<boolean> => {
  const roots = await Promise.all(devices.map((one) => programme.rootAt(one, programme.document)));
  return new Set([...roots, await programme.rootAtCentral(programme.document)]).size === 1;
};

test('a device that joins gets all, and no device is asked for anything', async () => {
  await spoil('asset-2', (bodies) => bodies.fill(0xff));
  const late = await programme.device();
  await programme.visit(late);
  expect(await assets(late)).toEqual(ALL);
  await programme.visit(phone);
  expect([madeAgain(), programme.central.sync.metrics.spoilt]).toEqual([1, 0]);
  expect(await rootsAgree(phone, late)).toBe(true);
  for (const one of [phone, late]) expect(await one.db.problems.toArray()).toEqual([]);
});

test('[P6] another value there makes no branch: what the device has is what PostgreSQL has', async () => {
  await spoil('asset-2', (bodies) => {
    bodies[Buffer.from(bodies).indexOf('A-2')] = 'B'.charCodeAt(0);
    return bodies;
  });
  await alter(programme.database.ownCopy.local.path, (sql) =>
    sql.run('UPDATE chain_marks SET digest = zeroblob(16)'),
  );
  await programme.visit(phone).catch(() => undefined);
  await expect.poll(madeAgain, { timeout: 20_000 }).toBe(1);
  await programme.visit(phone);
  const late = await programme.device();
  await programme.visit(late);
  expect(await assets(late)).toEqual(ALL);
  expect(await programme.atCentral('asset-2')).toMatchObject({ assetNumber: 'A-2' });
  expect(await rootsAgree(phone, late)).toBe(true);
  const { changes } = (await programme.database.changes.documents([programme.document]))[0] ?? {};
  expect(changes).toBe((await phone.db.assets.count()) + (await phone.db.assetLogs.count()));
});
