/** Rows of a programme's own that are known by the same as one that installations are born with: they stand for it. Pure. */
import type { AnyRow, EntityName } from '#shared/domain/entities';
import type { JsonObject } from '#shared/json';
import { bornRows, type BornRow } from '../born/born';
import { formerOf } from '../former/former';

export type CentralRows = ReadonlyMap<EntityName, readonly AnyRow[]>;

/** The fields by which an Open mSupply site knows a row of a kind: it cannot store a second one of the same. */
const knownBy: Partial<Record<EntityName, readonly string[]>> = {
  assetClass: ['name'],
  assetCategory: ['classId', 'name'],
  assetType: ['categoryId', 'name'],
  catalogueItem: ['code'],
};

/** Born id → id of the row that stands for it. */
export function standInsOf(rows: CentralRows): Map<string, string> {
  const standIns = new Map<string, string>();
  for (const born of bornRows) {
    const fields = knownBy[born.entity];
    if (rows.get(born.entity)?.some(({ id }) => id === born.id)) continue;
    const own = fields && rows.get(born.entity)?.find((row) => isLike(row, born, fields, standIns));
    if (own) standIns.set(born.id, own.id);
  }
  return standIns;
}

function isLike(
  row: AnyRow,
  born: BornRow,
  fields: readonly string[],
  standIns: ReadonlyMap<string, string>,
): boolean {
  if (row.id === born.id || formerOf(row.id)) return false;
  const values = row as unknown as JsonObject;
  return fields.every((field) => {
    const meant = String(born.patch[field]);
    const said = String(values[field]);
    return said === meant || said === standIns.get(meant) || formerOf(said)?.bornId === meant;
  });
}

/** A born row that names its parents by their stand-ins. */
export const withStandIns = (born: BornRow, standIns: ReadonlyMap<string, string>): BornRow => ({
  ...born,
  patch: Object.fromEntries(
    Object.entries(born.patch).map(([field, value]) => [
      field,
      typeof value === 'string' ? (standIns.get(value) ?? value) : value,
    ]),
  ),
});
