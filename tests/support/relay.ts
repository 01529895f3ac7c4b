/** A sync server on a free port of this machine, with devices and staff that the test names. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rights } from '#shared/domain/rights';
import { openTestDatabase } from './database';
import type { BudgetNumbers } from '../../server/budgets/budgets';
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { Peer } from '../../server/sync/peer';
import { createSyncServer, type SyncLog, type SyncServer } from '../../server/sync/sync-server';

export const NOW = Date.UTC(2026, 5, 1);
export const YEAR = 2026;
export const CENTRAL = 'central-1';

export interface Rig {
  url: string;
  database: CentralDatabase;
  sync: SyncServer;
  /** faults inside, as the log would show them */
  errors: unknown[];
  /** Lets a device in under `token.<deviceId>`; its client ids are registered. */
  device(device: {
    id: string;
    clientIds: number[];
    stores?: string[];
    formerStores?: string[];
  }): Promise<void>;
  staff(staff: {
    id: string;
    clientIds: number[];
    permissions?: string[];
    ownOrigin?: boolean;
  }): Promise<void>;
  stop(): Promise<void>;
}

export async function startRig(
  given?: CentralDatabase,
  now: () => number = () => NOW,
  gate: () => Promise<void> = () => Promise.resolve(),
  budgets?: BudgetNumbers,
): Promise<Rig> {
  const database = given ?? (await openTestDatabase());
  const peers = new Map<string, Peer>();
  const errors: unknown[] = [];
  const log: SyncLog = { info: () => undefined, warn: () => undefined, error: (data) => errors.push(data) };
  const sync = createSyncServer({
    database,
    now,
    centralId: CENTRAL,
    ...(budgets && { budgets }),
    log,
    authenticate: async ({ token }) => {
      await gate();
      return peers.get(token ?? '') ?? { refuse: 'unknown-device' };
    },
  });
  const server = createServer().on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
  await listen(server);
  const register = (deviceId: string, ids: number[]) =>
    database.transaction(async ({ changes }) => {
      for (const id of ids) await changes.registerClient(id, deviceId);
    });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sync`,
    database,
    sync,
    errors,
    device: async ({ id, clientIds, stores = [], formerStores = [] }) => {
      peers.set(id, {
        kind: 'device',
        deviceId: id,
        siteId: 'site',
        clientIds,
        activeStores: stores,
        formerStores,
      });
      await register(id, clientIds);
    },
    staff: async ({ id, clientIds, permissions = [...rights], ownOrigin = true }) => {
      peers.set(id, {
        kind: 'staff',
        userId: id,
        deviceId: id,
        sessionId: `session-${id}`,
        clientIds,
        permissions,
        isNational: true,
        ownOrigin,
      });
      await register(id, clientIds);
    },
    stop: async () => {
      await sync.drain();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
