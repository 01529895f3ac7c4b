/** What must hold once everything that is alive has met central: nothing that anybody held is lost, and all hold the same. */
import { expect } from 'vitest';
import { CONFIG } from '#shared/change/documents';
import type { Device, World } from './world';

/** Visiting rounds after which everything must be quiet (the model needed at most 4). */
const ROUNDS = 5;
const COMPARED = ['assetNumber', 'notes', 'donor', 'storeId', 'functionalStatus'] as const;

/** What central or a living device holds: acknowledged, or waiting to be. */
export async function held({ programme, devices }: World): Promise<Set<string>> {
  const ids = new Set((await programme.database.changes.after(0, 100_000)).map(({ change }) => change.id));
  for (const { replica } of devices)
    for (const { id, refused } of await replica.db.changes.toArray()) if (!refused) ids.add(id);
  return ids;
}

export async function expectQuiet(world: World): Promise<void> {
  const before = await held(world);
  for (let round = 0; round < ROUNDS; round++)
    for (const device of world.devices) {
      if (await world.visit(device)) continue;
      await world.joinAgain(device);
      await world.visit(device);
    }
  const at = new Set(
    (await world.programme.database.changes.after(0, 100_000)).map(({ change }) => change.id),
  );
  expect([...before].filter((id) => !at.has(id))).toEqual([]);
  for (const device of world.devices) await expectSame(world, device);
}

async function expectSame({ programme }: World, { name, replica, site }: Device): Promise<void> {
  const { db } = replica;
  expect({ name, problems: await db.problems.toArray(), owed: await db.outbox.count() }).toEqual({
    ...{ name, problems: [], owed: 0 },
  });
  const document = programme.document.replace('store-1', site.storeId);
  for (const one of [CONFIG, document])
    expect([name, one, await programme.rootAt(replica, one)]).toEqual([
      ...[name, one, await programme.rootAtCentral(one)],
    ]);
  for (const row of await db.assets.where('storeId').equals(site.storeId).toArray()) {
    const central = await programme.database.rows.row('asset', row.id);
    expect([name, row.id, pick(row)]).toEqual([name, row.id, pick(central ?? {})]);
  }
}

const pick = (row: object): Record<string, unknown> =>
  Object.fromEntries(COMPARED.map((field) => [field, (row as Record<string, unknown>)[field] ?? null]));
