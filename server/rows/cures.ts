/** The causes that may cure a flag: keys under which a flagged entity waits, and the keys that a change of an entity cures. */
import type { AnyRow } from '#shared/domain/entities';
import { isEntityName } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import { codeKey } from '#shared/text-folding';
import { isRetired } from '#shared/domain/rules/known-by';
import type { Issue } from '#shared/result';
import type { EntityRef } from '#shared/change/entity-ref';
import type { PutEntity } from '../database/port/rows-tx';

/** Rules that look at the record which a field names; where it is another field than the issue is about, that field. */
const looksAt: Readonly<Record<string, string | undefined>> = {
  'unknown-asset': 'assetId',
  'unknown-catalogue-item': 'catalogueItemId',
  'merged-elsewhere': 'mergedInto',
  'unknown-reason': 'reasonId',
  'reason-not-of-status': 'reasonId',
  'comment-missing': 'reasonId',
  'unknown-category': 'categoryId',
  'unknown-type': 'typeId',
  'unknown-item': 'itemId',
  'category-not-of-class': 'categoryId',
  'type-not-of-category': 'typeId',
};

const asId = (id: string): string => `id ${id}`;

/** The keys under which an entity with this issue waits to be looked at again; none when nothing but its own changes can cure it. */
export function keysOfFlag(ref: EntityRef, row: AnyRow, issue: Issue): string[] {
  const named = looksAt[issue.code];
  const ids = named === undefined ? [] : [named, issue.field].flatMap((field) => idIn(row, field));
  return issue.data?.['otherId'] === undefined ? ids : [...ids, ...sharedKeys(ref, row)];
}

function idIn(row: AnyRow, field: string | undefined): string[] {
  if (field === undefined || !Object.hasOwn(row, field)) return [];
  const id = (row as unknown as Readonly<Record<string, unknown>>)[field];
  return typeof id === 'string' && id !== '' ? [asId(id)] : [];
}

/** The values that no two records in use may share: a number within a store, a name. */
function sharedKeys({ entity }: EntityRef, row: AnyRow | undefined): string[] {
  if (!row || !isEntityName(entity) || isRetired(row)) return [];
  const name = nameKey(entity, row);
  return [
    ...('assetNumber' in row && row.assetNumber !== '' ? [`number ${row.storeId} ${row.assetNumber}`] : []),
    ...serialKey(row),
    ...(name === undefined ? [] : [`name ${entity} ${name}`]),
  ];
}

/** One label in two stores, or one piece twice: the part of an asset that shows whether two are one. */
const serialKey = (row: AnyRow): string[] =>
  'serialNumber' in row && row.serialNumber !== undefined ? [`serial ${codeKey(row.serialNumber)}`] : [];

/** The asset lies elsewhere now, or is of another make: every asset with the same serial number is looked at again. */
function serialsCuredBy({ before, now }: Pick<PutEntity, 'before' | 'now'>): string[] {
  if (!before?.row || !('assetNumber' in before.row)) return [];
  const { serialNumber, storeId, catalogueItemId, manufacturer } = before.row;
  const is = now.row && 'assetNumber' in now.row ? now.row : undefined;
  const isSame =
    is?.serialNumber === serialNumber &&
    is?.storeId === storeId &&
    is.catalogueItemId === catalogueItemId &&
    is.manufacturer === manufacturer;
  return isSame ? [] : serialKey(before.row);
}

/** The keys that may be cured now: by the record itself, and by the number or name that it gave free. */
export function keysCuredBy({ before, now }: Pick<PutEntity, 'before' | 'now'>): string[] {
  const shares = new Set(sharedKeys(now.ref, now.row));
  return [
    ...(now.row ? [asId(now.ref.id)] : []),
    ...sharedKeys(now.ref, before?.row).filter((key) => !shares.has(key)),
    ...serialsCuredBy({ before, now }),
  ];
}
