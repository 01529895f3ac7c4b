/** The caller as central knows it: staff who signed in, or a device that joined a site. */
import * as z from 'zod/mini';
import { named } from './named';
import { user } from './user';

/** The answer to signing in. */
export const session = z.object({ user, deviceId: z.string(), clientId: z.number() });
export type Session = z.infer<typeof session>;

/** The answer to joining. `deviceToken` is shown once: central keeps its hash only. */
export const joined = z.object({
  deviceId: z.string(),
  deviceToken: z.string(),
  clientId: z.number(),
  centralId: z.string(),
  site: named,
  stores: z.array(named),
});
export type Joined = z.infer<typeof joined>;

/** The caller now: the site and the stores of a device, or the rights of staff. */
export const me = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('device'),
    deviceId: z.string(),
    name: z.string(),
    site: named,
    stores: z.array(named),
    /** the other devices that this site has or had; a central server of an earlier version does not say */
    colleagues: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
  }),
  z.object({ kind: z.literal('staff'), deviceId: z.string(), user }),
]);
export type Me = z.infer<typeof me>;

/** A client id in the place of one that central refused. */
export const freshClientId = z.object({ clientId: z.number() });
