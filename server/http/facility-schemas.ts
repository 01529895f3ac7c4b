/** What calls say of the facility of a site. */
import * as z from 'zod';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
const line = z.string().trim().min(1).max(200);
const clearable = <T extends z.ZodType>(type: T) => type.nullable().optional();

/** null clears a field; what is not named stays. */
const facts = z.object({
  nationalId: clearable(line),
  type: clearable(line),
  ownership: clearable(line),
  population: clearable(z.int().min(0).max(1_000_000_000)),
  power: clearable(line),
  latitude: clearable(z.number().min(-90).max(90)),
  longitude: clearable(z.number().min(-180).max(180)),
  accuracy: clearable(z.number().min(0).max(100_000)),
  supplyLevel: clearable(line),
  suppliedBy: clearable(id),
});

/** What a call on a site may say of its facility. */
export const saysFacility = { regionId: clearable(id), facility: facts.optional() };

export type FacilitySaid = { [K in keyof typeof saysFacility]?: z.infer<(typeof saysFacility)[K]> };
