/** The border of the rights of a member of staff: the regions given to them, all that lies below these, and the sites in them. Pure. */

export interface Country {
  /** region id → the region it lies in; of regions in use only */
  parentOf: ReadonlyMap<string, string | undefined>;
  /** site id → the region it stands in */
  regionOf: ReadonlyMap<string, string>;
  /** the other way round: a border of some regions is asked for with every call, in a country of any size */
  sitesOf: ReadonlyMap<string, readonly string[]>;
}

export function countryOf({ parentOf, regionOf }: Omit<Country, 'sitesOf'>): Country {
  const sitesOf = new Map<string, string[]>();
  for (const [siteId, regionId] of regionOf) {
    const sites = sitesOf.get(regionId);
    if (sites) sites.push(siteId);
    else sitesOf.set(regionId, [siteId]);
  }
  return { parentOf, regionOf, sitesOf };
}

export type Border =
  { readonly whole: true } | { readonly whole: false; readonly regions: ReadonlySet<string> };

const wholeCountry: Border = { whole: true };

/**
 * The border of somebody with these regions; nobody without any is bound. A region that is gone gives nothing, so that a grant
 * never grows by a removal. Regions that were put into each other, by two people at once, hold each other and end there.
 */
export function borderOf(country: Country, regionIds: readonly string[]): Border {
  if (regionIds.length === 0) return wholeCountry;
  const below = childrenOf(country);
  const regions = new Set<string>();
  const open = regionIds.filter((id) => country.parentOf.has(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (regions.has(id)) continue;
    regions.add(id);
    open.push(...(below.get(id) ?? []));
  }
  return { whole: false, regions };
}

export const isRegionWithin = (border: Border, regionId: string | undefined): boolean =>
  border.whole || (regionId !== undefined && border.regions.has(regionId));

/** A site without a region belongs to the whole country's staff alone. */
export const isSiteWithin = (country: Country, border: Border, siteId: string): boolean =>
  isRegionWithin(border, country.regionOf.get(siteId));

/** Sites without a region are within none. */
export function sitesWithin({ sitesOf }: Country, border: Border): string[] {
  const sites: string[] = [];
  for (const regionId of border.whole ? sitesOf.keys() : border.regions)
    for (const siteId of sitesOf.get(regionId) ?? []) sites.push(siteId);
  return sites;
}

/** True if a region would lie in itself once it were put into `parentId`. */
export function wouldCircle(country: Country, regionId: string, parentId: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = parentId; at !== undefined; at = country.parentOf.get(at)) {
    if (at === regionId) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

function childrenOf({ parentOf }: Country): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const [id, parent] of parentOf)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), id]);
  return children;
}
