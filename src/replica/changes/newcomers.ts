/**
 * Entities of which nothing is here before some changes of theirs are written: those are all of their changes, and a fold need not read
 * them back. That is nearly all of a first load.
 */
import { isEntityName, type EntityName } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import { heldEntities } from '../read-together';
import type { ChangeRecord } from '../records';
import { byEntity } from './change-record';
import { keyOf } from './entity-key';

/** The number of entities from which it is worth a question. */
const MANY = 20;

/**
 * By `keyOf`, the changes among these of entities that are new here. Is asked before they are written, in the same transaction. `least`: of
 * kinds with fewer entities than that it is not asked.
 */
export async function newcomers(
  db: ReplicaDatabase,
  fresh: readonly ChangeRecord[],
  least = MANY,
): Promise<Map<string, ChangeRecord[]>> {
  const changes = byEntity(fresh);
  const known = new Map<string, ChangeRecord[]>();
  for (const [entity, ids] of idsByEntity(fresh)) {
    const held = ids.size >= least ? await heldEntities(db.changes, entity, [...ids]) : undefined;
    for (const entityId of ids) {
      const key = keyOf({ entity, entityId });
      if (held && !held.has(entityId)) known.set(key, changes.get(key) ?? []);
    }
  }
  return known;
}

function idsByEntity(records: readonly ChangeRecord[]): Map<EntityName, Set<string>> {
  const found = new Map<EntityName, Set<string>>();
  for (const { entity, entityId } of records) {
    if (!isEntityName(entity)) continue;
    const ids = found.get(entity);
    if (ids) ids.add(entityId);
    else found.set(entity, new Set([entityId]));
  }
  return found;
}
