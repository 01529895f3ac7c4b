// Thousands of records of central data at once: judged over records in memory, written some hundreds a transaction.
import { expect, test } from 'vitest';
import { importCentralData } from '#shared/commands/import-central-data';
import { rights } from '#shared/domain/rights';
import { adoptStaff } from '../../src/replica/identity/identity';
import { openReplica } from '../../src/replica/replica';
import { centralRowsInMemory } from '../../src/replica/row-reader';
import { openDatabase, testClock } from './replicas';

const MANY = 400;

async function central() {
  const replica = openReplica(openDatabase(), testClock());
  const user = { id: 'u1', username: 'amina', displayName: 'Amina', permissions: [...rights] };
  await adoptStaff(replica.db, 'http://localhost:1', 'central-1', { user, deviceId: 'd1', clientId: 7 });
  return replica;
}

const items = Array.from({ length: MANY }, (_, at) => ({
  values: { code: `C${at}`, name: `Item ${at}`, unit: 'dose' },
}));

test('hundreds of new records are one transaction', async () => {
  const { db, commitOver } = await central();
  const result = await commitOver(await centralRowsInMemory(db), importCentralData, {
    entity: 'item',
    records: items,
  });
  expect(result.ok).toBe(true);
  expect([await db.items.count(), await db.outbox.count()]).toEqual([MANY, MANY]);
});

test('what the rows in memory forbid is refused, and nothing is saved', async () => {
  const { db, commitOver } = await central();
  await commitOver(await centralRowsInMemory(db), importCentralData, { entity: 'item', records: items });
  const again = await commitOver(await centralRowsInMemory(db), importCentralData, {
    entity: 'item',
    records: [{ values: { code: 'NEW', name: 'New', unit: 'dose' } }, ...items.slice(0, 1)],
  });
  expect(again).toMatchObject({ ok: false, issues: [{ code: 'code-taken', data: { index: 1 } }] });
  expect(await db.items.count()).toBe(MANY);
});

test('of two rows with one given id neither is saved, and the second is named', async () => {
  const { db, commitOver } = await central();
  const values = { name: 'New', unit: 'dose' };
  const result = await commitOver(await centralRowsInMemory(db), importCentralData, {
    entity: 'item',
    records: [
      { givenId: 'of-msupply', values: { ...values, code: 'A' } },
      { givenId: 'of-msupply', values: { ...values, code: 'B' } },
    ],
  });
  expect(result).toMatchObject({ ok: false, issues: [{ code: 'id-taken', data: { index: 1 } }] });
  expect(await db.items.count()).toBe(0);
});
