/** Other records in use that people would take for this one, since they are known by the same (rule R8). */
import type { EntityName } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import { isRetired } from '#shared/domain/rules/known-by';
import type { ReplicaDatabase } from './database';
import { readInPieces } from './read-in-pieces';
import type { FoldedRow } from './records';

export async function twinsOf<E extends EntityName>(
  db: ReplicaDatabase,
  entity: E,
  row: FoldedRow<E>,
): Promise<FoldedRow<E>[]> {
  const key = isRetired(row) ? undefined : nameKey(entity, row);
  if (key === undefined) return [];
  const all = await readInPieces(db.rowsOf(entity));
  return all.filter((other) => other.id !== row.id && !isRetired(other) && nameKey(entity, other) === key);
}
