/** This browser as the installation of a site that mSupply knows, and the central server that mSupply names for it. */
import type { ReplicaDatabase } from '../database';
import { newId } from '../new-id';
import { omit } from '../omit';
import type { Identity } from '../records';

/** The same central server has moved to another address. Returns the new identity. */
export const followCentral = (db: ReplicaDatabase, centralUrl: string): Promise<Identity | undefined> =>
  db.transaction('rw', db.identity, async () => {
    await db.identity.update('me', { centralUrl });
    return db.identity.get('me');
  });

/** A device that was shut out asks mSupply nothing more, so that it does not stand in the way of its successor. */
export const forgetMSupply = (db: ReplicaDatabase): Promise<void> =>
  db.transaction('rw', db.identity, async () => {
    const identity = await db.identity.get('me');
    if (identity?.kind === 'site' && identity.mSupply) await db.identity.put(omit(identity, 'mSupply'));
  });

/** The number of this installation, made once: a second try after a cut link is still the same installation. */
export const readHardwareId = (db: ReplicaDatabase): Promise<string> =>
  db.transaction('rw', db.settings, async () => {
    const kept = (await db.settings.get('hardwareId'))?.value;
    if (typeof kept === 'string') return kept;
    const value = newId();
    await db.settings.put({ key: 'hardwareId', value });
    return value;
  });
