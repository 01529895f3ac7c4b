/** Makes the row that people see from a fold (rules F3, F6, F7). */
import { entities, type EntityName, type RowOf } from '../domain/entities';
import { entryOf, type KeyedField } from '../domain/keyed-fields';
import type { Json } from '../json';
import type { Change } from './change';
import { timeOf, writesOf, type Fold } from './fold';

/** The part of an entity's row that comes from the documents its changes lie in, not from the changes themselves. */
interface Owner {
  /** the store in whose documents central first stored the entity */
  storeId?: string;
}

/**
 * The row of entity `id`, or undefined while only edits of it have arrived.
 * Fields that were never given have their blank value; fields that were cleared are absent.
 */
export function rowOf<E extends EntityName>(
  entity: E,
  id: string,
  fold: Fold,
  owner: Owner = {},
): RowOf<E> | undefined {
  if (!fold.exists || fold.entity !== entity) return undefined;
  const shape = entities[entity].schema.shape;
  const row = copyOf(entities[entity].blank);
  putDerived(row, shape, fold, owner);
  const keyed: Keyed = { properties: {}, nameIn: {} };
  for (const [field, { winner }] of fold.fields) {
    const entry = entryOf(field);
    if (entry) setOrClear(keyed[entry.field], entry.key, winner.value);
    else if (Object.hasOwn(shape, field)) setOrClear(row, field, winner.value);
  }
  putKeyed(row, shape, keyed);
  if ('modifiedAt' in shape) row['modifiedAt'] = timeOf(fold.last.hlc);
  if (entity === 'round') sayExpected(row, fold);
  if ('mergedAt' in shape) sayMergedAt(row, fold.fields.get('mergedInto')?.winner.hlc);
  row['id'] = id;
  // every field passed its schema before the change was stored, and blanks fill the rest
  return row as RowOf<E>;
}

/**
 * The row after one more change of its entity, which sorts after all others: the same row as `rowOf` makes from the fold of
 * them all, without folding them again. Only for entities that may be recorded more than once, and where there is no merge.
 */
export function grownRow<E extends EntityName>(entity: E, before: RowOf<E>, change: Change): RowOf<E> {
  const shape = entities[entity].schema.shape;
  const row = copyOf(before);
  const keyed: Keyed = {
    properties: { ...('properties' in before && before.properties) },
    nameIn: { ...('nameIn' in before && before.nameIn) },
  };
  for (const [field, value] of writesOf(change)) {
    const entry = entryOf(field);
    if (entry) setOrClear(keyed[entry.field], entry.key, value);
    else if (Object.hasOwn(shape, field)) setOrClear(row, field, value);
  }
  putKeyed(row, shape, keyed);
  if ('modifiedAt' in shape) row['modifiedAt'] = timeOf(change.hlc);
  row['id'] = before.id;
  // as in `rowOf`: every field passed its schema before the change was stored
  return row as RowOf<E>;
}

/** To be added to: in V8 an object that was spread takes each further field ten times as slowly. */
const copyOf = (row: object): Record<string, unknown> =>
  Object.assign<Record<string, unknown>, object>({}, row);

type Keyed = Record<KeyedField, Record<string, Json>>;

/** An asset without properties has none (`{}`); a record without a name in any other language lacks the field. */
function putKeyed(row: Record<string, unknown>, shape: object, { properties, nameIn }: Keyed): void {
  if ('properties' in shape) row['properties'] = properties;
  if (!('nameIn' in shape)) return;
  if (Object.keys(nameIn).length > 0) row['nameIn'] = nameIn;
  else Reflect.deleteProperty(row, 'nameIn');
}

function setOrClear(target: Record<string, unknown>, field: string, value: Json): void {
  if (value !== null) target[field] = value;
  else if (Object.hasOwn(target, field)) Reflect.deleteProperty(target, field);
}

/** Fills in the equipment that a round expected, where the round does not name it itself (rule N1). */
function sayExpected(row: Record<string, unknown>, fold: Fold): void {
  if (!fold.fields.has('expected')) row['expected'] = [row['found'], row['missing']].flat();
}

/** The time of a merge: that of the change that makes it; a patch's own claim does not count. */
function sayMergedAt(row: Record<string, unknown>, hlc: string | undefined): void {
  setOrClear(row, 'mergedAt', row['mergedInto'] !== undefined && hlc !== undefined ? timeOf(hlc) : null);
}

/** The author, the times and the store come from the first change itself, in case its patch does not repeat them. */
function putDerived(
  row: Record<string, unknown>,
  shape: object,
  { first, fields }: Fold,
  { storeId }: Owner,
): void {
  const voided = fields.get('voidedAt');
  if ('createdAt' in shape) row['createdAt'] = timeOf(first.hlc);
  if ('loggedAt' in shape) row['loggedAt'] = timeOf(first.hlc);
  if ('validFrom' in shape) row['validFrom'] = timeOf(first.hlc);
  if ('voidedBy' in shape && voided) row['voidedBy'] = voided.winner.userId;
  if ('userId' in shape) row['userId'] = first.userId;
  if ('storeId' in shape && storeId !== undefined) row['storeId'] = storeId;
}
