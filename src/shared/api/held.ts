/**
 * Equipment whole, change by change. The browser of support staff holds it while they work on it, so that they use the screens
 * of a site.
 */
import * as z from 'zod/mini';
import { named } from './named';

/** Each change is read by the app's own rules, which know kinds that this schema need not know. */
const filed = z.object({ document: z.string(), change: z.unknown() });

export const heldEquipment = z.object({
  /** the stores of the equipment */
  stores: z.array(z.extend(named, { siteId: z.string(), siteName: z.string() })),
  changes: z.array(filed),
  /** the devices and the staff that wrote them, as far as central knows them */
  writers: z.array(z.object({ userId: z.string(), name: z.string(), siteName: z.optional(z.string()) })),
  /** hashes of files that have a reference and whose bytes have not arrived */
  missing: z.array(z.string()),
  nextCursor: z.optional(z.string()),
});
export type HeldEquipment = z.infer<typeof heldEquipment>;
export type HeldStore = HeldEquipment['stores'][number];
