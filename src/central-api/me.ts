/** This browser as central knows it now: the site and the stores of a device, the rights of staff. */
import { nothing } from '#shared/api/nothing';
import { me, type Me } from '#shared/api/session';
import type { Result } from '#shared/result';
import { call, type Central } from './central';

export const getMe = (central: Central): Promise<Result<Me>> =>
  call(central, { path: '/api/devices/me' }, me);

/** This device is about to be erased: its key is dead after that, and its place at mSupply's site is free. */
export const leaveCentral = (central: Central): Promise<Result<unknown>> =>
  call(central, { method: 'POST', path: '/api/devices/me/leave' }, nothing);
