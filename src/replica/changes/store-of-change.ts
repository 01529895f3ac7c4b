/** Finds the store that a change is for: the store decides into which document the change is put. */
import type { Change } from '#shared/change/change';
import { entities, parseKind } from '#shared/domain/entities';
import type { Json } from '#shared/json';
import type { ReplicaDatabase } from '../database';

/** Per entity, the store its change is for; central data has none. The changes of one commit are looked at in order. */
export async function storesOfDrafts(
  db: ReplicaDatabase,
  changes: readonly Change[],
): Promise<Map<string, string>> {
  const stores = new Map<string, string>();
  for (const change of changes) {
    // no await without need: a transaction does not outlive many that ask nothing
    const entity = parseKind(change.kind)?.entity;
    if (entity === undefined || entities[entity].filedIn === 'config') continue;
    const storeId = saidStore(change, stores) ?? (await storeOfChange(db, change, stores));
    if (storeId !== undefined) stores.set(change.entityId, storeId);
  }
  return stores;
}

/** Finds the store without the database: a new asset names its store, and its first log the asset. An import makes hundreds of them. */
function saidStore({ kind, patch }: Change, stores: ReadonlyMap<string, string>): string | undefined {
  const entity = parseKind(kind)?.entity;
  if (entity === 'asset' || entity === 'round') return asText(patch['storeId']);
  return entity === 'assetLog' ? stores.get(asText(patch['assetId']) ?? '') : undefined;
}

async function storeOfChange(
  db: ReplicaDatabase,
  change: Change,
  stores: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  switch (parseKind(change.kind)?.entity) {
    case 'asset':
      return asText(change.patch['storeId']) ?? storeOfAsset(db, change.entityId, stores);
    case 'assetLog':
      return storeOfAsset(db, asText(change.patch['assetId']), stores);
    case 'file':
      return storeOfFile(db, change, stores);
    default:
      return undefined;
  }
}

async function storeOfAsset(
  db: ReplicaDatabase,
  id: string | undefined,
  stores: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  return id === undefined ? undefined : (stores.get(id) ?? (await db.assets.get(id))?.storeId);
}

async function storeOfFile(
  db: ReplicaDatabase,
  change: Change,
  stores: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const file = await db.files.get(change.entityId);
  const ownerId = asText(change.patch['ownerId']) ?? file?.ownerId;
  const ownerTable = asText(change.patch['ownerTable']) ?? file?.ownerTable;
  if (ownerId === undefined) return undefined;
  if (ownerTable !== 'assetLog') return storeOfAsset(db, ownerId, stores);
  return stores.get(ownerId) ?? storeOfAsset(db, (await db.assetLogs.get(ownerId))?.assetId, stores);
}

const asText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
