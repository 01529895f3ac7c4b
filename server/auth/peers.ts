/** The facts of the registry about a caller, as the sync server needs them. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Authenticate, DevicePeer, StaffPeer } from '../sync/peer';
import type { CentralDatabase } from '../database/port/central-database';
import { forgottenSince } from '../operations/twin';
import type { DeviceRecord } from '../database/port/registry-devices';
import type { FormerStore } from '../database/port/registry-sites';
import type { Registry } from '../database/port/registry';
import type { SessionRecord } from '../database/port/registry-staff';
import type { Callers } from './callers';
import type { Contacts } from './contacts';

type Parts = Pick<CentralDatabase, 'registry' | 'changes'>;

export async function devicePeer(
  database: Parts,
  device: DeviceRecord & { siteId: string },
): Promise<DevicePeer> {
  const { registry } = database;
  const [site, clientIds, former] = await Promise.all([
    registry.sites.get(device.siteId),
    registry.devices.clientIdsOf(device.id),
    registry.sites.formerStores(device.siteId),
  ]);
  const activeStores = site?.stores.map((store) => store.id) ?? [];
  return {
    kind: 'device',
    deviceId: device.id,
    siteId: device.siteId,
    clientIds,
    activeStores,
    formerStores: await formerStoresOf(database, device, former),
  };
}

/**
 * A device that joined later never had them. One that was shut out and has joined again is another device to us, so that the first of a site
 * that were shut out count for it (rule D2, as K7 takes their changes for its own). So is one that a restore has forgotten: any that has
 * joined since may be that, also before anybody noticed the restore.
 */
async function formerStoresOf(
  database: Parts,
  { siteId, joinedAt }: DeviceRecord & { siteId: string },
  former: readonly FormerStore[],
): Promise<string[]> {
  if (former.every(({ leftAt }) => joinedAt <= leftAt)) return former.map(({ storeId }) => storeId);
  const since = await forgottenSince(database);
  if (since !== undefined && Date.parse(joinedAt) >= since) return former.map(({ storeId }) => storeId);
  const shutOut = (await database.registry.devices.ofSites([siteId])).filter(
    ({ revokedAt }) => revokedAt !== undefined,
  );
  const joined = [joinedAt, ...shutOut.map((one) => one.joinedAt)];
  return former.flatMap(({ storeId, leftAt }) => (joined.some((at) => at <= leftAt) ? [storeId] : []));
}

export async function staffPeer(
  registry: Registry,
  session: SessionRecord,
  ownOrigin: boolean,
): Promise<StaffPeer> {
  const { user, deviceId, id: sessionId } = session;
  const clientIds = await registry.devices.clientIdsOf(deviceId);
  const { id: userId, permissions, regionIds = [] } = user;
  const isNational = regionIds.length === 0;
  return { kind: 'staff', userId, deviceId, sessionId, clientIds, permissions, isNational, ownOrigin };
}

/** Finds the peer that opens a socket. `isOwnOrigin`: true if these headers come from a page of this server. */
export function authenticateSockets(
  parts: { database: Parts; callers: Callers; contacts: Contacts },
  isOwnOrigin: (headers: IncomingHttpHeaders) => boolean,
): Authenticate {
  return async ({ token, headers }) => {
    const caller =
      token === undefined
        ? await parts.callers.of({ cookie: headers.cookie })
        : await parts.callers.byToken(token);
    if (caller.kind === 'device') {
      parts.contacts.note(caller.device.id);
      return devicePeer(parts.database, caller.device);
    }
    if (caller.kind !== 'staff') return { refuse: 'unknown-device' };
    if (!isOwnOrigin(headers)) return { refuse: 'not-allowed' };
    return staffPeer(parts.database.registry, caller, true);
  };
}
