/** The parts of a central server, put together; nothing listens yet. */
import type { FastifyInstance } from 'fastify';
import { callers } from './auth/callers';
import { Contacts } from './auth/contacts';
import { authenticateSockets } from './auth/peers';
import { staffSessions } from './auth/staff-sessions';
import { Tries } from './auth/tries';
import type { Config } from './config';
import { isOwnOrigin } from './http/own-origin';
import type { Services } from './http/services';
import { ensureIdentity } from './identity';
import type { Store } from './store/port';
import { refoldAfterUpgrade } from './sync/refold-all';
import { createSyncServer } from './sync/sync-server';
import { version } from './version';

const MINUTE = 60 * 1000;

export async function assemble(
  config: Config,
  store: Store,
  app: FastifyInstance,
  now: () => number,
): Promise<{ services: Services; drain: () => Promise<void> }> {
  const identity = await ensureIdentity(store, now());
  const { registry } = store;
  const sessions = staffSessions(registry.staff, now);
  const parts = {
    registry,
    callers: callers(registry, sessions),
    contacts: new Contacts(registry.devices, now),
  };
  const authenticate = authenticateSockets(parts, (headers) => isOwnOrigin(headers, config));
  await refoldAfterUpgrade(store);
  const sync = createSyncServer({ store, now, centralId: identity.centralId, authenticate, log: app.log });
  const tries = {
    signIn: new Tries({ failures: 5, windowMs: 5 * MINUTE }, now),
    address: new Tries({ failures: 30, windowMs: 5 * MINUTE }, now),
    join: new Tries({ failures: 20, windowMs: 5 * MINUTE }, now),
  };
  let isDraining = false;
  const services: Services = {
    ...parts,
    config,
    store,
    sync,
    identity,
    sessions,
    tries,
    now,
    version: version(),
    isDraining: () => isDraining,
  };
  const drain = async (): Promise<void> => {
    isDraining = true;
    await sync.drain();
    await app.close();
  };
  return { services, drain };
}
