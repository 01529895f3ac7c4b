/** The parts of a central server, put together; nothing listens yet. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Contacts } from './auth/contacts';
import { authenticateSockets } from './auth/peers';
import { staffSessions } from './auth/staff-sessions';
import { triesOf } from './auth/tries';
import type { Config } from './config';
import { CountryReader } from './country/read-country';
import { readFileLimits } from '#shared/commands/attach-file';
import type { FileLimits } from '#shared/domain/file-limits';
import { Kinds } from './files/kinds';
import { filesFolder, openFiles } from './files/open-files';
import { Uploads } from './files/uploads';
import { DeviceProgress } from './fleet/device-progress';
import { SiteStates } from './fleet/site-states';
import { finishMoves } from './fleet/finish-moves';
import { isOwnOrigin } from './http/own-origin';
import type { Services } from './http/services';
import { ensureIdentity } from './identity';
import { untilIdle } from './idle';
import { ImportStore } from './imports/import-store';
import { ImportRuns } from './imports/import-runs';
import { Imports, type ImportParts } from './imports/imports';
import { readInThread } from './imports/read-in-thread';
import type { StaffUser } from './database/port/registry-staff';
import { DatabaseUnwritable, type CentralDatabase } from './database/port/central-database';
import { LogPieces } from './pieces/log-pieces';
import { ProvenOlder } from './operations/restored/proven-older';
import { RestoreWatch } from './operations/restored/restore-watch';
import { Revocations, type RevocationParts } from './operations/restored/revocations';
import type { WellBeing } from './operations/well-being';
import { allowanceOf } from './budgets/allowance';
import { budgetNumbers } from './budgets/budgets';
import { CarryOver } from './reference-data/carry-over/carry-over';
import { createSyncServer } from './sync/sync-server';
import { telling } from './sync/telling';
import { V6 } from './v6/v6';
import { version } from './version';
import { whoIsKnown } from './who-is-known';

const MINUTE = 60 * 1000;

interface Assembled {
  services: Services;
  carryOver: CarryOver;
  drain: () => Promise<void>;
  /** Resolves when all that came is stored, with all that follows from it. */
  idle: () => Promise<void>;
}

export async function assemble(
  config: Config & { importThread?: URL },
  database: CentralDatabase,
  app: FastifyInstance,
  now: () => number,
  wellBeing: WellBeing,
): Promise<Assembled> {
  const identity = await ensureIdentity(database, now());
  const { registry } = database;
  const sessions = staffSessions(registry, now, mustProve(config.secondFactor));
  const contacts = new Contacts(registry.devices, now);
  const restores = await RestoreWatch.open(database, now);
  const known = { contacts, ...whoIsKnown({ database, identity, sessions, restores, config, now }) };
  const authenticate = authenticateSockets({ ...known, database }, (headers) => isOwnOrigin(headers, config));
  const progress = new DeviceProgress(database, now);
  const own = createSyncServer({
    ...{ database, now, authenticate, restores, log: app.log },
    centralId: identity.centralId,
    onStored: ({ added }) => [revocations, carryOver, v6].forEach((one) => one?.stored(added)),
    onHas: (...has) => progress.note(...has),
  });
  const sync = database.others ? telling(own, database.others, app.log) : own;
  const revocations = followRevocations({ database, sync, now }, restores, app.log);
  const carryOver = new CarryOver({ database, sync, now, log: app.log });
  const { files, uploads } = await openContents(config, database, async (sha256) => v6?.bytesArrived(sha256));
  const v6 = makeV6(config, { database, sync, now, files, log: app.log });
  await beginOrWait(sync, app.log);
  const moves = finishMoves({ database, sync, log: app.log, now });
  await v6?.start();
  const country = new CountryReader(database);
  let isDraining = false;
  const services: Services = {
    ...known,
    progress,
    siteStates: new SiteStates(database, version(), now),
    country,
    config,
    database,
    sync,
    pieces: makePieces(config, database, app.log),
    files,
    kinds: new Kinds(files),
    uploads,
    identity,
    imports: await openImports(config, { database, country, sync, now, log: app.log }),
    sessions,
    ...countsOf(database, now),
    now,
    ...(v6 && { v6 }),
    version: version(),
    wellBeing,
    revocations,
    isDraining: () => isDraining,
  };
  const drain = async (): Promise<void> => {
    isDraining = true;
    await drainAll({ v6, moves, carryOver, services, app });
  };
  return { services, carryOver, drain, idle: () => untilIdle({ ...services, carryOver, moves }) };
}

function followRevocations(
  parts: Pick<RevocationParts, 'database' | 'sync' | 'now'>,
  restores: RestoreWatch,
  log: FastifyInstance['log'],
): Revocations {
  const revocations = new Revocations({
    ...parts,
    older: new ProvenOlder(parts),
    onAgain: (deviceId) => restores.shutOutAgain(deviceId),
    onError: (error) => log.error({ err: error }, 'a device could not be shut out again'),
  });
  restores.onUnknown = (...shown) => revocations.shown(...shown);
  revocations.start();
  return revocations;
}

/** Imports wait in a folder of their own; imports to which nobody came back are forgotten. */
async function openImports(
  { dataDir, importThread }: Pick<Config, 'dataDir'> & { importThread?: URL },
  { log, ...parts }: Pick<Services, 'database' | 'country' | 'sync' | 'now'> & Pick<FastifyInstance, 'log'>,
): Promise<Imports> {
  const kept = new ImportStore(join(dataDir, 'imports'), parts.now);
  await kept.tidy();
  const onError = (error: unknown): void => log.error({ err: error }, 'an import stopped');
  const reads: Pick<ImportParts, 'readInThread'> = importThread
    ? { readInThread: (...what) => readInThread(importThread, ...what) }
    : {};
  const runs = new ImportRuns({ ...parts, kept, onError });
  void runs.resume().catch(onError);
  return new Imports({ ...parts, ...reads, kept, onError }, runs);
}

const mustProve =
  (rule: Config['secondFactor']) =>
  ({ permissions }: Pick<StaffUser, 'permissions'>): boolean =>
    rule === 'everyone' || (rule === 'administrators' && permissions.includes('manage-users'));
const makePieces = (
  { dataDir }: Pick<Config, 'dataDir'>,
  database: CentralDatabase,
  log: FastifyInstance['log'],
): LogPieces =>
  new LogPieces({
    database,
    folder: join(dataDir, 'log-pieces'),
    onError: (error) => log.error({ err: error }, 'pieces of a log were not made'),
  });
async function openContents(
  config: Config,
  database: CentralDatabase,
  onKept: (sha256: string) => Promise<void>,
): Promise<Pick<Services, 'files' | 'uploads'>> {
  const files = await openFiles(config);
  const limits = (): Promise<FileLimits> => fileLimitsOf(database);
  const { contents } = database.registry;
  return { files, uploads: new Uploads({ folder: uploadsIn(config), files, limits, contents, onKept }) };
}

const uploadsIn = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(filesFolder(dataDir), 'uploads');

/** A full disk keeps nobody from reading: the run is then written down with the first thing that is stored. */
async function beginOrWait(sync: Services['sync'], log: Pick<FastifyInstance['log'], 'warn'>): Promise<void> {
  try {
    await sync.begin();
  } catch (error) {
    if (!(error instanceof DatabaseUnwritable)) throw error;
    log.warn({ err: error }, 'this start is not written down yet');
  }
}

/** In this order, so that nothing that is under way is cut. */
async function drainAll({
  v6,
  moves,
  carryOver,
  services: { sync, imports, pieces },
  app,
}: {
  v6: V6 | undefined;
  /** moves that a stop had cut, while they are finished */
  moves: Promise<unknown>;
  carryOver: CarryOver;
  services: Services;
  app: FastifyInstance;
}): Promise<void> {
  await moves;
  await carryOver.stop();
  await v6?.stop();
  await imports.idle();
  await sync.drain();
  await pieces.idle();
  await closeApp(app);
}

/** The longest time that calls under way may take to end when the server stops, milliseconds. */
const LAST_ANSWERS = 2000;

/** Connections on which nothing was ever asked, as browsers open them ahead of need, would keep the server for half a minute. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS);
  await app.close();
  clearTimeout(impatience);
}

/** The counts kept of callers: failed tries, and the use of a budget. */
const countsOf = (database: CentralDatabase, now: () => number): Pick<Services, 'tries' | 'clientIds'> => ({
  tries: makeTries(database, now),
  clientIds: allowanceOf('client-ids', budgetNumbers.clientIds, now, database.allowances),
});

/** The number of failures after which a caller has to wait. */
const makeTries = ({ tries }: CentralDatabase, now: () => number): Services['tries'] => ({
  signIn: triesOf('sign-in', { failures: 5, windowMs: 5 * MINUTE }, now, tries),
  address: triesOf('address', { failures: 30, windowMs: 5 * MINUTE }, now, tries),
  name: triesOf('name', { failures: 100, windowMs: 60 * MINUTE }, now, tries),
  join: triesOf('join', { failures: 20, windowMs: 5 * MINUTE }, now, tries),
});

const fileLimitsOf = ({ rows }: CentralDatabase): Promise<FileLimits> =>
  readFileLimits({ get: (entity, id) => rows.row(entity, id) });

/** None where the store keeps nothing for V6 sites. */
function makeV6(
  config: Config,
  parts: Pick<Services, 'database' | 'sync' | 'now' | 'files'> & Pick<FastifyInstance, 'log'>,
): V6 | undefined {
  const { v6 } = parts.database;
  if (!v6) return undefined;
  const tries = {
    caller: triesOf('v6-caller', { failures: 10, windowMs: 5 * MINUTE }, parts.now, parts.database.tries),
    address: triesOf('v6-address', { failures: 30, windowMs: 5 * MINUTE }, parts.now, parts.database.tries),
  };
  const { msupplyCentralUrl } = config;
  const limits = () => fileLimitsOf(parts.database);
  return new V6({ ...parts, v6, tries, limits, piecesFolder: uploadsIn(config), msupplyCentralUrl });
}
