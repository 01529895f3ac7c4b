/** A quantity in packs of one size: a number of whole packs, and a number of units over. */
import type { PackVariant } from '#shared/domain/item';

interface InPacks {
  packs: number;
  rest: number;
}

/** Undefined where there is no pack, or no quantity. Rests are rounded to a millionth of a unit. */
export function inPacks(quantity: number, packSize: number): InPacks | undefined {
  if (!(packSize > 0) || !(quantity >= 0) || !Number.isFinite(quantity)) return undefined;
  // 0.3 / 0.1 is 2.999…: a number that is whole but for the last digits of a float is whole
  const packs = Math.floor(quantity / packSize + 1e-9);
  const rest = Math.round((quantity - packs * packSize) * 1e6) / 1e6;
  return { packs, rest: rest === 0 ? 0 : rest };
}

/** The short names of an item's packs, by the item's id. */
export function packsByItem(variants: readonly PackVariant[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { itemId, shortName } of variants) names.set(itemId, [...(names.get(itemId) ?? []), shortName]);
  return names;
}
