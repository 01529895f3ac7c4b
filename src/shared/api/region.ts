/** The country's regions and the facility of each site. */
import * as z from 'zod/mini';

export const region = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  parentId: z.optional(z.string()),
  level: z.optional(z.string()),
  validFrom: z.optional(z.string()),
});
export type RegionAnswer = z.infer<typeof region>;

export const regionList = z.object({ items: z.array(region) });

/** The facility as in the domain; an unrecorded field is absent. */
export const facility = z.object({
  nationalId: z.optional(z.string()),
  type: z.optional(z.string()),
  ownership: z.optional(z.string()),
  population: z.optional(z.number()),
  power: z.optional(z.string()),
  latitude: z.optional(z.number()),
  longitude: z.optional(z.number()),
  accuracyM: z.optional(z.number()),
  supplyLevel: z.optional(z.string()),
  supplierSiteId: z.optional(z.string()),
});
export type FacilityAnswer = z.infer<typeof facility>;

/** The region in which a site stands, and its facility. */
export const whereabouts = { regionId: z.optional(z.string()), facility: z.optional(facility) };
