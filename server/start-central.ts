/** Puts a central server together and starts it; main, tests and benchmarks all use this. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { closeEnded } from './auth/ended-sessions';
import { assemble } from './assemble';
import { readConfig, type Config } from './config';
import { ensureAdmin, ensureStarterData, keepStarterNames, type FirstSignIn } from './first-start';
import { searchSitesAgain } from './fleet/search-sites-again';
import { addRoutes, makeApp } from './http/app';
import { closeDrippers } from './http/close-drippers';
import type { Services } from './http/services';
import { listen } from './listen';
import type { RunOperation } from './operations/in-own-process';
import { eachShutOut } from './operations/restored/shut-out-before';
import { lastBackups } from './operations/backup/last-backup';
import { placeProblem } from './operations/backup/place-problem';
import type { Schedule } from './operations/schedule';
import { wellBeing, type WellBeing } from './operations/well-being';
import type { LogSink } from './log';
import { openOwn, type OpenedDatabase, type Threads } from './open-own';
import { aloneOr, keepCleanOnce, scheduleOnce } from './once';
import type { CarryOver } from './reference-data/carry-over/carry-over';
import { rebuildWhenAsked } from './rows/asked-rebuild';
import { StartError } from './start-error';
import type { CentralDatabase } from './database/port/central-database';

export interface CentralOptions extends Partial<Config>, Threads {
  /** default: SQLite in the data directory */
  database?: CentralDatabase;
  /** milliseconds, UTC */
  now?: () => number;
  /** the built app; none: the API alone */
  clientDir?: string;
  log?: LogSink;
  /** the program of the thread that reads a file to be imported; none: it is read on the thread that serves */
  importThread?: URL;
  /** the runner of the schedule's commands; none: there is no schedule */
  runOperation?: RunOperation;
}

export interface Central extends Pick<Services, 'database' | 'sync' | 'files' | 'now' | 'v6'> {
  /** the address at which it can be reached from this machine */
  origin: string;
  centralId: string;
  app: FastifyInstance;
  /** only at the first start */
  firstSignIn: FirstSignIn | undefined;
  /** Resolves when all that came is stored, with all that follows from it: words of central, and V6 records that waited for it. */
  idle(): Promise<void>;
  /** Ends in order: health returns 503, no new sockets, open commits finish, all is closed. */
  close(): Promise<void>;
}

const UPKEEP_EVERY = 30 * 1000;

/** Rejects with StartError, whose message is one line for a person. */
export async function startCentral(options: CentralOptions = {}): Promise<Central> {
  const config = { ...defaults(), ...options };
  const now = options.now ?? Date.now;
  const opened = options.database
    ? { database: options.database, wasPutBack: false, release: () => undefined }
    : await openOwn(config, options, now());
  try {
    return await start(config, options, opened);
  } catch (error) {
    await opened.database.close();
    opened.release();
    throw error;
  }
}

/** Quiet, empty, on a free port: the settings that a test wants. */
function defaults(): Config {
  const read = readConfig({ LOG_LEVEL: 'silent', WAYPOST_STARTER_DATA: 'none', PORT: '0' });
  if (!read.ok) throw new StartError(read.line);
  return read.config;
}

async function start(
  config: Config & Pick<CentralOptions, 'importThread'>,
  options: CentralOptions,
  { database, wasPutBack, release }: OpenedDatabase,
): Promise<Central> {
  const now = options.now ?? Date.now;
  const app = makeApp(config, options.log);
  if (wasPutBack)
    app.log.warn('the database is an older copy than the last one that ran here: it was restored');
  const { planned, being } = selfCare(config, options, database, app);
  const { services, carryOver, drain, idle } = await assemble(config, database, app, now, being);
  const firstSignIn = await aloneOr(database.others, 'start', () => begin(config, services, carryOver));
  await addRoutes(app, services, options.clientDir);
  app.server.on('upgrade', (request, socket, head) => services.sync.upgrade(request, socket, head));
  const stopWatch = closeDrippers(app.server);
  await listen(app, config);
  const upkeep = setInterval(() => {
    void services.contacts.write();
    void services.progress.write();
    void services.restores.write();
    closeEnded(services.sync, database.registry.staff, services.sessions).catch((error: unknown) =>
      app.log.error(error),
    );
  }, UPKEEP_EVERY);
  const stopCleaning = keepCleanOnce(services, app.log);
  const stopRebuilding =
    options.database === undefined ? rebuildWhenAsked(database, (error) => app.log.error(error)) : undefined;
  const close = once(async () => {
    clearInterval(upkeep);
    stopWatch();
    await planned?.stop();
    await stopCleaning();
    await stopRebuilding?.();
    await drain();
    await services.contacts.write();
    await services.progress.write();
    await services.restores.write();
    await database.close();
    release();
  });
  const { centralId } = services.identity;
  return {
    origin: originOf(app, config.host),
    centralId,
    app,
    database,
    sync: services.sync,
    files: services.files,
    ...(services.v6 && { v6: services.v6 }),
    now,
    firstSignIn,
    idle,
    close,
  };
}

/** Its own backups, and what it tells of itself. */
function selfCare(
  config: Config,
  { runOperation: run, now = Date.now }: Pick<CentralOptions, 'runOperation' | 'now'>,
  database: CentralDatabase,
  { log }: Pick<FastifyInstance, 'log'>,
): { planned: Pick<Schedule, 'failures' | 'stop'> | undefined; being: WellBeing } {
  if (run) void sayWithoutPlace(config, log);
  const last = lastBackups(config.dataDir, database.notes);
  const planned = run && scheduleOnce({ config, run, last, log, now }, database.others);
  return { planned, being: wellBeing(config, database, last, planned) };
}

/** Said at once, not after the first backup that fails: nobody may find out on the day when one is needed. */
async function sayWithoutPlace(config: Config, log: Pick<FastifyInstance['log'], 'error'>): Promise<void> {
  const line = await placeProblem(config);
  if (line !== undefined) log.error({ line }, 'no backup can be taken where BACKUP_TO says');
}

/** Writes the data that a programme begins with, and those that a newer version adds. */
async function begin(
  config: Config,
  { database, sync, now, revocations }: Pick<Services, 'database' | 'sync' | 'now' | 'revocations'>,
  carryOver: CarryOver,
): Promise<FirstSignIn | undefined> {
  await eachShutOut(database, config.dataDir, (device) => revocations.again(device));
  await searchSitesAgain(database);
  const firstSignIn = await ensureAdmin(database, config, now());
  await ensureStarterData(database, sync, carryOver, config.loadsStarterData);
  await keepStarterNames(database, sync);
  return firstSignIn;
}

function originOf(app: FastifyInstance, host: string | undefined): string {
  const address = app.server.address() as AddressInfo; // it listens on a port
  const name = host === undefined || host === '::' || host === '0.0.0.0' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
