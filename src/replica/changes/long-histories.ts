/**
 * Entities with a long history: part of their fold is kept, so that a change newer than all others costs no more than the first
 * did. For the other entities all changes are read, which costs less than keeping something for each.
 */
import { grown, keptOf, type Kept } from '#shared/change/growing';
import type { Fold } from '#shared/change/fold';
import { isWord } from '#shared/change/standing';
import { entities, type EntityName, type RowOf } from '#shared/domain/entities';
import type { ReplicaDatabase } from '../database';
import type { ChangeRecord, FoldedRow, FoldRecord } from '../records';
import { readKeyed } from '../read-together';
import { keyOf } from './entity-key';

/** The number of changes from which a history counts as long. */
const LONG_HISTORY = 16;

/** The kept folds of these entities, by `keyOf`. */
export async function keptFolds(
  db: ReplicaDatabase,
  entity: EntityName,
  ids: readonly string[],
): Promise<Map<string, FoldRecord>> {
  if (entities[entity].writeOnce || ids.length === 0) return new Map();
  // few are kept: one look over a stretch of many keys finds them
  const keys = ids.map((entityId) => keyOf({ entity, entityId }));
  const found = await readKeyed(db.folds, keys, ({ key }) => key);
  return new Map(found.map((record) => [record.key, record]));
}

/** The entities that these changes only add to, each with its row and its new kept fold. Those that have to be read are left out. */
export async function grownRows(
  db: ReplicaDatabase,
  entity: EntityName,
  fresh: ReadonlyMap<string, readonly ChangeRecord[]>,
  ids: readonly string[],
): Promise<{ entityId: string; row: FoldedRow<EntityName>; fold: FoldRecord }[]> {
  const folds = await keptFolds(
    db,
    entity,
    ids.filter((entityId) => fresh.has(keyOf({ entity, entityId }))),
  );
  const known = ids.filter((entityId) => folds.has(keyOf({ entity, entityId })));
  const rows = known.length > 0 ? await db.rowsOf(entity).bulkGet(known) : [];
  return known.flatMap((entityId, index) => {
    const key = keyOf({ entity, entityId });
    const [row, fold, records] = [rows[index], folds.get(key), fresh.get(key)];
    if (!row || !fold || !records || records.some(({ refused }) => refused)) return [];
    const now = grown(
      entity,
      { row: row as RowOf<EntityName>, kept: fold.kept },
      records.map(({ change }) => change),
    );
    // the row's other parts (its status) stay
    return now ? [{ entityId, row: withConflicts(now.row, now.kept), fold: { key, kept: now.kept } }] : [];
  });
}

const withConflicts = (row: RowOf<EntityName>, { conflicts }: Kept): FoldedRow<EntityName> =>
  ({ ...row, conflicts: conflicts.length }) as unknown as FoldedRow<EntityName>;

/** The record to keep of an entity that was folded from all of its changes; undefined where none is kept. */
export const keptRecord = (
  entity: EntityName,
  entityId: string,
  fold: Fold | undefined,
  records: readonly ChangeRecord[],
): FoldRecord | undefined =>
  fold && records.length >= LONG_HISTORY && !entities[entity].writeOnce
    ? {
        key: keyOf({ entity, entityId }),
        kept: keptOf(
          fold,
          records.some(({ change }) => isWord(change)),
        ),
      }
    : undefined;
