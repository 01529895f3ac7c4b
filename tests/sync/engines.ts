// Engines for tests: real ones, in Node, against a real central server on this machine.
import { WebSocket } from 'ws';
import { startCentral, type Central, type CentralOptions } from '../../server/start-central';
import { ensureCheapAdmin } from '../support/admin';
import { openTestDatabase } from '../support/database';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { Engine } from '../../src/engine/engine';
import type { World, WorldSignal } from '../../src/engine/world';
import { createJoinCode } from '../../src/central-api/join-codes';
import { createSite } from '../../src/central-api/sites';
import { join } from '../../src/central-api/join';
import { adoptSite, adoptStaff } from '../../src/replica/identity/identity';
import type { Session } from '#shared/api/session';
import type { ReplicaDatabase } from '../../src/replica/database';
import { openReplica, type Replica } from '../../src/replica/replica';
import type { Result } from '#shared/result';
import { openDatabase, store as storeName, testClock, withHierarchy } from './replicas';

const admin = { adminUsername: 'admin', adminPassword: 'correct horse battery' };

export const startTestCentral = async (
  given?: CentralDatabase,
  port = 0,
  options: Partial<CentralOptions> = {},
): Promise<Central> => {
  const database = given ?? (await openTestDatabase());
  await ensureCheapAdmin(database, admin.adminUsername, admin.adminPassword);
  return startCentral({ ...admin, database, port, ...options });
};

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

/** The headers of a page of the central server in which staff are signed in, and their identity. */
async function staffHeaders(
  central: Central,
): Promise<{ headers: Record<string, string>; session: Session }> {
  const own = { origin: central.origin };
  const response = await fetch(`${central.origin}/api/session`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify({ username: admin.adminUsername, password: admin.adminPassword }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  return { headers: { ...own, cookie }, session: (await response.json()) as Session };
}

const fetchWith =
  (headers: Record<string, string>): typeof fetch =>
  (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } });

/** Calls the server as staff, from its own origin. */
export const staffFetch = async (central: Central): Promise<typeof fetch> =>
  fetchWith((await staffHeaders(central)).headers);

/** A browser on the central server's own origin in which staff signed in, and the world through which its engine reaches the server. */
export async function signInStaff(central: Central): Promise<{ replica: Replica; world: Partial<World> }> {
  const { headers, session } = await staffHeaders(central);
  const replica = openReplica(openDatabase(), testClock(Date.now()));
  must(await adoptStaff(replica.db, central.origin, central.centralId, session));
  class StaffWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  return {
    replica,
    world: { fetch: fetchWith(headers), WebSocket: StaffWebSocket as unknown as typeof globalThis.WebSocket },
  };
}

export async function makeSite(
  central: Central,
  code = 'SITE',
  storeNamed = storeName,
): Promise<{ code: () => Promise<string> }> {
  const staff = { url: central.origin, fetch: await staffFetch(central) };
  const site = must(await createSite(staff, { code, name: 'First site', stores: [storeNamed] }));
  return { code: async () => must(await createJoinCode(staff, site.id)).code };
}

/** A device that joined, with rows that adding assets needs. */
export async function joinDevice(
  central: Pick<Central, 'origin'>,
  code: string,
  db: ReplicaDatabase = openDatabase(),
): Promise<Replica> {
  const replica = openReplica(db, testClock(Date.now()));
  const joined = must(await join({ url: central.origin }, { code, deviceName: 'A phone' }));
  must(await adoptSite(db, central.origin, 'A phone', joined));
  await withHierarchy(db);
  return replica;
}

export interface RunningEngine {
  /** as the browser reports it */
  signal(heard: WorldSignal): void;
  setOnline(isOnline: boolean): void;
  stop(): Promise<void>;
}

/** Runs an engine on a replica; one at a time on a database, as the lock of a browser sees to. */
export function runEngine(db: ReplicaDatabase, overrides: Partial<World> = {}): RunningEngine {
  const listeners = new Set<(signal: WorldSignal) => void>();
  const controller = new AbortController();
  let isOnline = true;
  const world: World = {
    db,
    version: '9.9.9',
    // the part of a browser's WebSocket that is used is the same
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    // a link that is gone carries nothing, to this machine neither
    fetch: (...call) => (isOnline ? fetch(...call) : Promise.reject(new TypeError('no network'))),
    now: () => Date.now(),
    random: () => 0,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    withLock: (work) => work(),
    isOnline: () => isOnline,
    linkKind: () => 'unknown',
    // in Node the library takes Buffers
    uploadSource: (bytes) => Buffer.from(bytes) as unknown as Blob,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...overrides,
  };
  const running = new Engine(world).run(controller.signal);
  const signal = (heard: WorldSignal): void => listeners.forEach((listener) => listener(heard));
  return {
    signal,
    setOnline: (online) => {
      isOnline = online;
      signal(online ? 'online' : 'offline');
    },
    stop: () => {
      controller.abort();
      return running;
    },
  };
}

/** A lock as the browser has: a caller that asks waits for the one that has it. */
export function sharedLock(): World['withLock'] {
  let last: Promise<void> = Promise.resolve();
  return (work, signal) => {
    const turn = last.then(() => (signal.aborted ? undefined : work()));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Sockets that lose every change on its way up, as a link that dies at the worst moment. */
export class LosingWebSocket extends WebSocket {
  override send(data: Parameters<WebSocket['send']>[0]): void {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array();
    const isUpdate = bytes[0] === 0 && bytes[1] === 2;
    if (!isUpdate) super.send(data);
  }
}

/** A copy of a device's database, as a backup of a phone holds it. */
export async function copyOf(db: ReplicaDatabase): Promise<ReplicaDatabase> {
  const copy = openDatabase();
  for (const table of db.tables) await copy.table(table.name).bulkPut(await table.toArray());
  return copy;
}
