/** The report on a restore of the central server: what came back, what is still out, and what people should look at. */
import * as z from 'zod/mini';

export const restoreReport = z.object({
  /** null: none in the last 30 days */
  restored: z.nullable(
    z.object({
      at: z.string(),
      cameBack: z.number(),
      branches: z.number(),
      devices: z.number(),
      devicesOut: z.number(),
      unknownDevices: z.number(),
      keyMissingFor: z.number(),
      shutOutAgain: z._default(z.number(), 0),
      createdTwice: z._default(z.number(), 0),
    }),
  ),
  otherServerAt: z.nullable(z.string()),
});
export type RestoreReport = z.infer<typeof restoreReport>;
