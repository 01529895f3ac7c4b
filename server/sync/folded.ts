/** One entity folded at central. */
import { foldEntity, type Fold } from '#shared/change/fold';
import { rowOf } from '#shared/change/row';
import { isEntityName, type AnyRow, type EntityName } from '#shared/domain/entities';
import type { EntityRef } from '#shared/change/entity-ref';
import type { FiledChange } from '../database/port/changes';

/** An entity as its changes make it now. */
export interface Folded {
  ref: EntityRef;
  entity: EntityName;
  fold: Fold;
  row: AnyRow | undefined;
  storeId: string | undefined;
}

/** None for an entity that this build does not know. `placedIn`: the store in which central first stored it. */
export function foldRef(
  ref: EntityRef,
  filed: readonly FiledChange[],
  placedIn: string | undefined,
): Folded[] {
  const { entity, id } = ref;
  if (!isEntityName(entity)) return [];
  const fold = foldEntity(
    entity,
    filed.map(({ change }) => change),
  );
  if (!fold) return [];
  const row = rowOf(entity, id, fold, placedIn === undefined ? {} : { storeId: placedIn });
  return [{ ref, entity, fold, row, storeId: storeOfRow(row) ?? placedIn }];
}

/** An asset that was moved says itself where it is. */
const storeOfRow = (row: AnyRow | undefined): string | undefined =>
  row && 'storeId' in row ? row.storeId : undefined;
