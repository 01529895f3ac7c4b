/** The report on a restore of the central server: what came back, what is still out, and what people should look at. */
import * as z from 'zod/mini';
import { named } from './named';

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

/** Devices that joined after the backup, and hold a token that central gave them: staff are asked whether they may come in again. */
export const recognisedDevices = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      joinedAt: z.string(),
      siteId: z.string(),
      /** null: the site is not here either, and has to be made again with that id */
      site: z.nullable(named),
    }),
  ),
});
export type RecognisedDevices = z.infer<typeof recognisedDevices>;
