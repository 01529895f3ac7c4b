/** The list in groups by where things stand, when that is its order. */
import type { ListedAsset } from './listing';
import type { Sort } from './sort';

export interface Group {
  /** empty: where it stands is not known */
  name: string;
  count: number;
}

/** The index of the first row of each group → the group; empty where the order is another one. */
export function groupsOf(assets: readonly ListedAsset[], { column }: Sort): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  if (column !== 'location') return groups;
  let group: Group | undefined;
  for (const [index, { location }] of assets.entries()) {
    if (group?.name !== location) {
      group = { name: location, count: 0 };
      groups.set(index, group);
    }
    group.count += 1;
  }
  return groups;
}
