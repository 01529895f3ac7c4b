/** What this browser is to central now: the site and the stores of a device, the rights of staff. */
import * as z from 'zod/mini';
import type { Result } from '#shared/result';
import { call, type Central } from './central';
import { storeName } from './join';

const device = z.object({
  kind: z.literal('device'),
  name: z.string(),
  site: storeName,
  stores: z.array(storeName),
});
const staff = z.object({
  kind: z.literal('staff'),
  user: z.object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    permissions: z.array(z.string()),
  }),
});
const me = z.discriminatedUnion('kind', [device, staff]);
export type Me = z.infer<typeof me>;

export const getMe = (central: Central): Promise<Result<Me>> =>
  call(central, { path: '/api/devices/me' }, me);

/** This device is about to be erased: its key is dead after that, and what it was at mSupply's site is free. */
export const leaveCentral = (central: Central): Promise<Result<unknown>> =>
  call(central, { method: 'POST', path: '/api/devices/me/leave' }, z.unknown());
