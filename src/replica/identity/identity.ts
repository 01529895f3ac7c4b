/** This browser's identity for the central server: a device of a site, support staff, or nobody yet. */
import { startClock } from '#shared/change/hlc';
import { accepted, refused, type Result } from '#shared/result';
import type { ReplicaDatabase } from '../database';
import type { MSupplySite } from '#shared/domain/msupply-site';
import type { Identity, SiteIdentity, StaffIdentity, StoreName } from '../records';
import type { Setting } from '../settings';

/** Central's answer to a device that joins. */
export interface JoinedSite {
  deviceId: string;
  deviceToken: string;
  clientId: number;
  centralId: string;
  site: StoreName;
  stores: StoreName[];
  /** its name, kept in the same write: each waits for the storage */
  programme?: string;
}

/** Central's answer to staff who sign in. */
interface StaffSession {
  user: StaffIdentity['user'];
  deviceId: string;
  clientId: number;
}

export const readIdentity = (db: ReplicaDatabase): Promise<Identity | undefined> => db.identity.get('me');

export const storeIdsOf = (identity: Identity): string[] =>
  identity.kind === 'site' ? identity.stores.map((store) => store.id) : [];

/**
 * Makes this browser a device of a site. Refuses with `another-central` when it holds the data of another central server, with
 * `another-site` when it holds those of another site: the changes that wait here could never be sent as the new device.
 */
export function adoptSite(
  db: ReplicaDatabase,
  centralUrl: string,
  deviceName: string,
  joined: JoinedSite,
  mSupply?: MSupplySite,
): Promise<Result<SiteIdentity>> {
  const { deviceId, deviceToken, clientId, centralId, site, stores, programme } = joined;
  const about = { id: 'me', centralUrl: trimUrl(centralUrl), centralId, deviceId, clientId } as const;
  return adopt(
    db,
    {
      ...about,
      formerClientIds: [],
      kind: 'site',
      deviceToken,
      deviceName,
      site,
      stores,
      ...(mSupply && { mSupply }),
    },
    deviceId,
    programme,
  );
}

/** Makes this browser a place where support staff edit central data. */
export function adoptStaff(
  db: ReplicaDatabase,
  centralUrl: string,
  centralId: string,
  { user, deviceId, clientId }: StaffSession,
): Promise<Result<StaffIdentity>> {
  const about = { id: 'me', centralUrl: trimUrl(centralUrl), centralId, deviceId, clientId } as const;
  return adopt(db, { ...about, formerClientIds: [], kind: 'staff', user }, user.id);
}

const trimUrl = (url: string): string => url.replace(/\/+$/, '');

const isAnotherSite = (former: Identity | undefined, next: Identity): boolean =>
  former?.kind === 'site' && next.kind === 'site' && former.site.id !== next.site.id;

const named = (programme: string | undefined): Setting[] =>
  programme === undefined ? [] : [{ key: 'programme', value: programme }];

async function adopt<I extends Identity>(
  db: ReplicaDatabase,
  identity: I,
  userId: string,
  programme?: string,
): Promise<Result<I>> {
  return db.transaction('rw', [db.identity, db.author, db.settings], async () => {
    const [former, author, central] = await Promise.all([
      db.identity.get('me'),
      db.author.get('me'),
      db.settings.get('centralId'),
    ]);
    if (central && central.value !== identity.centralId) return refused({ code: 'another-central' });
    if (isAnotherSite(former, identity)) return refused({ code: 'another-site' });
    const clientIds =
      former && former.deviceId === identity.deviceId ? [former.clientId, ...former.formerClientIds] : [];
    const adopted = { ...identity, formerClientIds: clientIds.filter((id) => id !== identity.clientId) };
    await db.settings.bulkPut([{ key: 'centralId', value: identity.centralId }, ...named(programme)]);
    await db.identity.put(adopted);
    const sameDevice = author?.deviceId === identity.deviceId;
    await db.author.put({
      id: 'me',
      deviceId: identity.deviceId,
      userId,
      n: sameDevice ? author.n : 0,
      clock: author?.clock ?? startClock,
      offsetMs: author?.offsetMs ?? 0,
    });
    return accepted(adopted);
  });
}

/** Central's present view of this browser; absent parts are of the other kind of browser. */
export interface Known {
  site?: StoreName;
  stores?: StoreName[];
  name?: string;
  colleagues?: SiteIdentity['colleagues'];
  user?: StaffIdentity['user'];
}

/** Takes over central's news of this browser: a store moved, a site was renamed, rights changed. Returns the new identity. */
export async function refreshIdentity(db: ReplicaDatabase, known: Known): Promise<Identity | undefined> {
  return db.transaction('rw', db.identity, async () => {
    const identity = await db.identity.get('me');
    if (!identity) return undefined;
    const fresh = withKnown(identity, known);
    // watchers are called for news only
    if (JSON.stringify(fresh) !== JSON.stringify(identity)) await db.identity.put(fresh);
    return fresh;
  });
}

function withKnown(identity: Identity, { site, stores, name, colleagues, user }: Known): Identity {
  if (identity.kind === 'staff') return user?.id === identity.user.id ? { ...identity, user } : identity;
  return {
    ...identity,
    ...(site && { site }),
    ...(stores && { stores }),
    ...(colleagues && { colleagues }),
    ...(name !== undefined && { deviceName: name }),
  };
}

/** After signing out: nobody writes here until someone signs in. Changes that were written and not yet sent are kept for them. */
export const endStaffSession = async (db: ReplicaDatabase): Promise<void> => {
  await db.transaction('rw', db.identity, async () => {
    const identity = await db.identity.get('me');
    if (identity?.kind === 'staff') await db.identity.delete('me');
  });
};

/** Deletes everything on this device, sent or not. Only ever after a person confirmed it. */
export const eraseReplica = (db: ReplicaDatabase): Promise<void> => db.delete();

/** Takes a fresh client id; the former stays this device's own. */
export const changeClientId = (db: ReplicaDatabase, clientId: number): Promise<number> =>
  db.identity
    .where('id')
    .equals('me')
    .modify((identity) => {
      identity.formerClientIds = [identity.clientId, ...identity.formerClientIds];
      identity.clientId = clientId;
    });
