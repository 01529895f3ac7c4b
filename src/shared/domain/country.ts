/**
 * The country: its regions, which stand in a tree, and the facility of each site. It is kept in a document of its own, which
 * phones never hold: a country has ten thousand facilities.
 */
import * as z from 'zod/mini';
import { date, id, instant, line } from './fields';

/** A state, a zone, a district: each country has its own names for its levels. */
export const region = z.object({
  id,
  /** unique among the regions in use, as people write it in lists */
  code: line,
  name: line,
  /** the region it lies in; absent: it lies in the country itself */
  parentId: z.optional(id),
  /** the name of its level: 'State', 'LGA', 'Ward' */
  level: z.optional(line),
  /** since when it stands in the country's own order (a day, or an instant); where nobody said it: since it was recorded */
  validFrom: z.optional(z.union([date, instant])),
  deletedAt: z.optional(instant),
});
export type Region = z.infer<typeof region>;
export const blankRegion = { code: '', name: '' } satisfies Omit<Region, 'id'>;

/** The health facility of a site. Its id is that of the site. */
export const facility = z.object({
  id,
  /** the same again, where a change repeats it */
  siteId: z.optional(id),
  /** the region in which it stands; absent: not known */
  regionId: z.optional(id),
  /** its number in the country's own list of facilities */
  nationalId: z.optional(line),
  /** 'Health post', 'District hospital' … */
  type: z.optional(line),
  /** 'Public', 'Faith-based' … */
  ownership: z.optional(line),
  /** people in its catchment area */
  population: z.optional(z.int()),
  /** 'Grid', 'Solar', 'None' … */
  power: z.optional(line),
  /** degrees, WGS 84 */
  latitude: z.optional(z.number().check(z.minimum(-90), z.maximum(90))),
  longitude: z.optional(z.number().check(z.minimum(-180), z.maximum(180))),
  /** the possible error of the coordinates, metres */
  accuracyM: z.optional(z.number().check(z.minimum(0))),
  /** 'National', 'Sub-national', 'Lowest distribution', 'Service point' … */
  supplyLevel: z.optional(line),
  /** the site that supplies it */
  supplierSiteId: z.optional(id),
  deletedAt: z.optional(instant),
});
export type Facility = z.infer<typeof facility>;
export const blankFacility = {} satisfies Omit<Facility, 'id'>;
