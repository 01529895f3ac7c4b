/** Regions in the order of their tree, each with how deep it lies. */
import type { RegionAnswer } from '#shared/api/region';

export interface Placed {
  region: RegionAnswer;
  /** 0: at the top of the shown regions */
  depth: number;
  /** the names of the regions above it, the highest first */
  above: string[];
}

/**
 * The regions as a tree, by name within each region. A region whose parent is not among these, or that lies in itself, stands
 * at the top.
 */
export function treeOf(regions: readonly RegionAnswer[], locale: string): Placed[] {
  const order = new Intl.Collator(locale, { numeric: true });
  const sorted = [...regions].sort((a, b) => order.compare(a.name, b.name));
  const known = new Set(sorted.map(({ id }) => id));
  const placed: Placed[] = [];
  const seen = new Set<string>();
  const add = (region: RegionAnswer, above: string[]): void => {
    if (seen.has(region.id)) return;
    seen.add(region.id);
    placed.push({ region, depth: above.length, above });
    for (const child of sorted) if (child.parentId === region.id) add(child, [...above, region.name]);
  };
  for (const region of sorted)
    if (region.parentId === undefined || !known.has(region.parentId)) add(region, []);
  for (const region of sorted) add(region, []);
  return placed;
}

/** The region and all that lies in it. */
export function within(regions: readonly RegionAnswer[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (let grew = true; grew;) {
    grew = false;
    for (const region of regions)
      if (region.parentId !== undefined && found.has(region.parentId) && !found.has(region.id)) {
        found.add(region.id);
        grew = true;
      }
  }
  return found;
}

/** The regions as choices of a list: deeper ones stand further in. */
export const regionOptions = (
  regions: readonly RegionAnswer[],
  locale: string,
): { value: string; label: string }[] =>
  treeOf(regions, locale).map(({ region, depth }) => ({
    value: region.id,
    label: `${'\u2003'.repeat(depth)}${region.name}`,
  }));
