/** Puts a central server together and starts it; what main, tests and benchmarks all use. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { callers } from './auth/callers';
import { Contacts } from './auth/contacts';
import { authenticateSockets } from './auth/peers';
import { staffSessions } from './auth/staff-sessions';
import { Tries } from './auth/tries';
import { readConfig, type Config } from './config';
import { holdDataDir, type DataDir } from './data-dir';
import { ensureAdmin, ensureStarterData, type FirstSignIn } from './first-start';
import { addRoutes, makeApp } from './http/app';
import { isOwnOrigin } from './http/own-origin';
import type { Services } from './http/services';
import { ensureIdentity } from './identity';
import { listen } from './listen';
import type { LogSink } from './log';
import { StartError } from './start-error';
import type { Store } from './store/port';
import { createSqliteStore } from './store/sqlite/store';
import { createSyncServer } from './sync/sync-server';

export interface CentralOptions extends Partial<Config> {
  /** default: SQLite in the data directory */
  store?: Store;
  /** milliseconds, UTC */
  now?: () => number;
  /** the built app; none: the API alone */
  clientDir?: string;
  log?: LogSink;
}

export interface Central extends Pick<Services, 'store' | 'sync' | 'now'> {
  /** where it can be reached from this machine */
  origin: string;
  centralId: string;
  app: FastifyInstance;
  /** only at the first start */
  firstSignIn: FirstSignIn | undefined;
  /** Ends in order: health says 503, no new sockets, open commits finish, all is closed. */
  close(): Promise<void>;
}

const MINUTE = 60 * 1000;
const CONTACTS_EVERY = 30 * 1000;

/** Rejects with StartError, whose message is one line for a person. */
export async function startCentral(options: CentralOptions = {}): Promise<Central> {
  const config = { ...defaults(), ...options };
  const held = options.store ? undefined : await holdDataDir(config.dataDir);
  try {
    return await start(config, options, held);
  } catch (error) {
    held?.release();
    throw error;
  }
}

/** Quiet, empty, on a free port: what a test wants. */
function defaults(): Config {
  const read = readConfig({ LOG_LEVEL: 'silent', WAYPOST_STARTER_DATA: 'none', PORT: '0' });
  if (!read.ok) throw new StartError(read.line);
  return read.config;
}

async function start(config: Config, options: CentralOptions, held: DataDir | undefined): Promise<Central> {
  const now = options.now ?? Date.now;
  const store = options.store ?? (await openStore(held));
  const app = makeApp(config, options.log);
  const { services, drain } = await assemble(config, store, app, now);
  const firstSignIn = await ensureAdmin(store, config, now());
  if (config.loadsStarterData) await ensureStarterData(store, services.sync);
  await addRoutes(app, services, options.clientDir);
  app.server.on('upgrade', (request, socket, head) => services.sync.upgrade(request, socket, head));
  await listen(app, config);
  const writing = setInterval(() => void services.contacts.write(), CONTACTS_EVERY);
  const close = once(async () => {
    clearInterval(writing);
    await drain();
    await services.contacts.write();
    await store.close();
    held?.release();
  });
  const { centralId } = services.identity;
  return {
    origin: originOf(app, config.host),
    centralId,
    app,
    store,
    sync: services.sync,
    now,
    firstSignIn,
    close,
  };
}

async function openStore(held: DataDir | undefined): Promise<Store> {
  try {
    return await createSqliteStore({ path: held?.databasePath ?? ':memory:' });
  } catch (cause) {
    throw new StartError(
      `The database cannot be opened: ${cause instanceof Error ? cause.message : 'unknown error'}.`,
      { cause },
    );
  }
}

async function assemble(
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

function originOf(app: FastifyInstance, host: string | undefined): string {
  const address = app.server.address() as AddressInfo; // it listens on a port
  const name = host === undefined || host === '::' || host === '0.0.0.0' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

/** The version of the package, beside which this file is run from: `server/` or `dist/server/`. */
function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'waypost' && found !== undefined) return found;
    } catch {
      // not here: the next place
    }
  }
  return '0.0.0';
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
