/** The demands of a route on its caller. Writes with a cookie must come from a page of this server. */
import type { FastifyRequest } from 'fastify';
import { may } from '#shared/domain/rights';
import type { Caller } from '../auth/callers';
import type { Permission } from '../auth/permissions';
import { within, type Within } from '../country/within';
import { ApiError } from './api-error';
import { demandOwnOrigin } from './own-origin';
import type { Services } from './services';

export type StaffCaller = Extract<Caller, { kind: 'staff' }>;
export type DeviceCaller = Extract<Caller, { kind: 'device' }>;

/** Asked for before a call is read and again by its route, looked up once. */
const known = new WeakMap<FastifyRequest, Promise<Caller>>();

function callerOf({ callers }: Services, request: FastifyRequest): Promise<Caller> {
  const caller = known.get(request) ?? callers.of(request.headers);
  known.set(request, caller);
  return caller;
}

/** Staff who are signed in and have the right, if one is named, wherever that right ends: for records of their own or the programme's. */
export async function demandSignedIn(
  services: Services,
  request: FastifyRequest,
  right?: Permission,
): Promise<StaffCaller> {
  const caller = await callerOf(services, request);
  if (caller.kind === 'device') throw new ApiError('central-only');
  if (caller.kind !== 'staff')
    throw new ApiError(caller.kind === 'anyone' ? 'not-signed-in' : 'unknown-device');
  return checkStaff(services, request, caller, right);
}

/** Staff of the whole country. A route that knows no border is closed to anyone who has one. */
export async function demandStaff(
  services: Services,
  request: FastifyRequest,
  right?: Permission,
): Promise<StaffCaller> {
  const caller = await demandSignedIn(services, request, right);
  if (isBound(caller.user)) throw new ApiError('no-right');
  return caller;
}

/** Staff, and the records within their border: a route that takes these gives and changes nothing beyond it. */
export async function demandWithin(
  services: Services,
  request: FastifyRequest,
  right?: Permission,
): Promise<{ staff: StaffCaller; own: Within }> {
  const staff = await demandSignedIn(services, request, right);
  return { staff, own: await within(services.country, services.database, staff.user) };
}

export const isBound = ({ regionIds }: StaffCaller['user']): boolean => (regionIds ?? []).length > 0;

/** A device by its token, or staff who are signed in. */
export async function demandTaker(
  services: Services,
  request: FastifyRequest,
): Promise<StaffCaller | DeviceCaller> {
  const caller = await callerOf(services, request);
  if (caller.kind === 'unknown-device') throw new ApiError('unknown-device');
  if (caller.kind === 'anyone') throw new ApiError('not-signed-in');
  if (caller.kind === 'staff') return checkStaff(services, request, caller);
  services.contacts.note(caller.device.id, appVersionOf(request));
  return caller;
}

function checkStaff(
  services: Services,
  request: FastifyRequest,
  caller: StaffCaller,
  right?: Permission,
): StaffCaller {
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  if (isWrite) demandOwnOrigin(request, services.config.publicOrigin);
  if (right !== undefined && !may(caller.user.permissions, right)) throw new ApiError('no-right');
  return caller;
}

/** The version of the app on a device, as the device sends it. */
function appVersionOf(request: FastifyRequest): string | undefined {
  const version = request.headers['x-waypost-version'];
  return typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? version : undefined;
}
