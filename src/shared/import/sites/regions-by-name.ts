/** Regions by code and by name, folded; two of one name are none. */
import { searchKey } from '../../text-folding';
import type { KnownRegion } from './site-data';

export interface Places {
  named: (text: string) => KnownRegion | undefined;
  byId: ReadonlyMap<string, KnownRegion>;
}

export function regionsByName(regions: readonly KnownRegion[]): Places {
  const found = new Map<string, KnownRegion | undefined>();
  for (const region of regions)
    for (const name of new Set([searchKey(region.code), searchKey(region.name)]))
      found.set(name, found.has(name) ? undefined : region);
  return {
    named: (text) => found.get(searchKey(text)),
    byId: new Map(regions.map((region) => [region.id, region])),
  };
}
