/** The cells of a list of people that name rights and regions: several stand in one cell, parted by signs or by lines. */
import { rights, isRight, type Right } from '../../domain/rights';
import { rightSets, type RightSet } from '../../domain/right-sets';
import { searchKey } from '../../text-folding';
import type { Places } from '../sites/regions-by-name';
import { rightNames, setNames, wholeCountry } from './right-names';

const folded = (text: string): string => searchKey(text).replace(/['’]/g, "'").replace(/\s+/g, ' ').trim();

const known: ReadonlyMap<string, readonly Right[]> = new Map<string, readonly Right[]>([
  ...rights.flatMap((right) => [right, ...rightNames[right]].map((name) => [folded(name), [right]] as const)),
  ...(Object.keys(rightSets) as RightSet[]).flatMap((set) =>
    [set, ...setNames[set]].map((name) => [folded(name), rightSets[set]] as const),
  ),
]);
const national = new Set(wholeCountry.map(folded));

/** The parts of a cell that `isKnown`; where a part is not, it is parted at its commas too. */
function partsOf(text: string, isKnown: (part: string) => boolean): string[] {
  const parts = (sign: RegExp, of: string): string[] =>
    of
      .split(sign)
      .map((part) => part.trim())
      .filter(Boolean);
  return isKnown(text)
    ? [text]
    : parts(/[;|\n؛]/, text).flatMap((part) => (isKnown(part) ? [part] : parts(/[,،+]/, part)));
}

/** The rights that a cell names, in their order; or the first part that names none. */
export function readRights(text: string): { rights: Right[] } | { unknown: string } {
  const isKnown = (part: string): boolean => known.has(folded(part));
  const parts = partsOf(text, isKnown);
  const unknown = parts.find((part) => !isKnown(part));
  if (unknown !== undefined) return { unknown };
  const named = new Set(parts.flatMap((part) => known.get(folded(part)) ?? []));
  return { rights: rights.filter((right) => named.has(right)) };
}

/** The regions that a cell names; none: the whole country. Or the first part that is no region. */
export function readRegions(text: string, places: Places): { regionIds: string[] } | { unknown: string } {
  if (national.has(folded(text)) && !places.named(text)) return { regionIds: [] };
  const parts = partsOf(text, (part) => places.named(part) !== undefined);
  const unknown = parts.find((part) => !places.named(part));
  if (unknown !== undefined) return { unknown };
  return { regionIds: [...new Set(parts.flatMap((part) => places.named(part)?.id ?? []))] };
}

/** As an export would write them. */
export const writeRights = (held: readonly string[]): string => held.filter(isRight).join('; ');
export const writeRegions = (ids: readonly string[], { byId }: Places): string =>
  ids.length === 0 ? wholeCountry[0] : ids.map((id) => byId.get(id)?.name ?? id).join('; ');
