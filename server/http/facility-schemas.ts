/** The shapes of a site's facility in calls. */
import * as z from 'zod';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
const line = z.string().trim().min(1).max(200);
const metres = z.number().min(0).max(100_000);
const clearable = <T extends z.ZodType>(type: T) => type.nullable().optional();

/** null clears a field; fields that are not named stay. */
const facts = z.object({
  nationalId: clearable(line),
  type: clearable(line),
  ownership: clearable(line),
  population: clearable(z.int().min(0).max(1_000_000_000)),
  power: clearable(line),
  latitude: clearable(z.number().min(-90).max(90)),
  longitude: clearable(z.number().min(-180).max(180)),
  accuracyM: clearable(metres),
  supplyLevel: clearable(line),
  supplierSiteId: clearable(id),
  // the former names of two of them, which a page that was open during an update still says
  accuracy: clearable(metres),
  suppliedBy: clearable(id),
});

/** The fields of its facility that a call on a site may set. */
export const saysFacility = { regionId: clearable(id), facility: facts.optional() };

export type FacilitySaid = { [K in keyof typeof saysFacility]?: z.infer<(typeof saysFacility)[K]> };
