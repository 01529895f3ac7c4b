/** The central server at an address. A device asks for it before anything else. */
import * as z from 'zod/mini';

/** `time` is central's clock now, so that a device learns how far its own is off. */
export const instance = z.object({
  name: z.string(),
  centralId: z.string(),
  isCentralServer: z.literal(true),
  publicOrigin: z.string(),
  protocol: z.object({ min: z.number(), max: z.number() }),
  version: z.string(),
  time: z.string(),
});

/** The part of it that devices need: it tells a central server of another version from none at all. */
export const instanceForDevices = z.object({
  name: instance.shape.name,
  centralId: instance.shape.centralId,
  isCentralServer: instance.shape.isCentralServer,
  protocol: instance.shape.protocol,
  time: z.optional(instance.shape.time),
});
export type Instance = z.infer<typeof instanceForDevices>;

/** The address that mSupply names as a site's central server, passed on by a relay; null: mSupply names none. */
export const relayedCentral = z.object({ centralUrl: z.nullable(z.string()) });
