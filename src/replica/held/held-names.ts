/**
 * The names that come with equipment which staff hold: of its stores and their sites, and of the people who wrote on it. Kept,
 * so that a page needs no network for them.
 */
import * as z from 'zod/mini';
import { heldEquipment, type HeldEquipment, type HeldStore } from '#shared/api/held';
import { readJson } from '#shared/json';
import type { ReplicaDatabase } from '../database';

export type Writer = HeldEquipment['writers'][number];

const stores = heldEquipment.shape.stores;
const missing = heldEquipment.shape.missing;
const named = z.object({ patch: z.object({ sha256: z.string() }) });
const writers = heldEquipment.shape.writers;

/** Keeps the names, in a transaction over the settings. */
export async function keepHeldNames(db: ReplicaDatabase, held: HeldEquipment): Promise<void> {
  const storesNow = new Map([...(await heldStores(db)), ...held.stores].map((store) => [store.id, store]));
  const writersNow = new Map([...(await heldWriters(db)), ...held.writers].map((one) => [one.userId, one]));
  await db.settings.bulkPut([
    { key: 'heldStores', value: JSON.stringify([...storesNow.values()]) },
    { key: 'heldWriters', value: JSON.stringify([...writersNow.values()]) },
    { key: 'heldMissing', value: JSON.stringify([...(await missingNow(db, held))]) },
  ]);
}

/** Hashes of files that had not arrived at central when their owners were fetched. */
export const heldMissing = async (db: ReplicaDatabase): Promise<ReadonlySet<string>> =>
  new Set(read(missing, (await db.settings.get('heldMissing'))?.value));

/** For the files that this answer names, the answer counts. */
async function missingNow(db: ReplicaDatabase, held: HeldEquipment): Promise<Set<string>> {
  const before = new Set(await heldMissing(db));
  for (const { change } of held.changes) {
    const parsed = z.safeParse(named, change);
    if (parsed.success) before.delete(parsed.data.patch.sha256);
  }
  return new Set([...before, ...held.missing]);
}

export const heldStores = async (db: ReplicaDatabase): Promise<HeldStore[]> =>
  read(stores, (await db.settings.get('heldStores'))?.value);

export const heldWriters = async (db: ReplicaDatabase): Promise<Writer[]> =>
  read(writers, (await db.settings.get('heldWriters'))?.value);

function read<T>(schema: z.ZodMiniType<T[]>, value: unknown): T[] {
  const parsed = z.safeParse(schema, typeof value === 'string' ? readJson(value) : undefined);
  return parsed.success ? parsed.data : [];
}
