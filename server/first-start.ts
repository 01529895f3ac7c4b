/** The first needs of a new central server: somebody who can sign in, and the reference data that all programmes share. */
import { randomBytes } from 'node:crypto';
import { hashPassword } from './auth/password';
import { permissions } from './auth/permissions';
import type { Config } from './config';
import { noteFirstOwner } from './first-owner';
import { newId } from './new-id';
import type { CarryOver } from './reference-data/carry-over/carry-over';
import { nameChanges, namedRefs, starterAuthor, starterChanges } from './reference-data/starter-changes';
import { CONFIG } from '#shared/change/documents';
import { authorAll } from './fleet/author-all';
import { StartError } from './start-error';
import type { CentralDatabase } from './database/port/central-database';
import { RowsBehind } from './database/port/rows';
import type { SyncServer } from './sync/sync-server';

export interface FirstSignIn {
  username: string;
  password: string;
  /** nobody chose it: it is shown now and never again */
  isGenerated: boolean;
}

/** Makes the first member of staff, who may do everything; undefined when there is one already. */
export async function ensureAdmin(
  { registry, transaction }: Pick<CentralDatabase, 'registry' | 'transaction'>,
  { adminUsername, adminPassword }: Pick<Config, 'adminUsername' | 'adminPassword'>,
  now: number,
): Promise<FirstSignIn | undefined> {
  if (!(await registry.staff.isEmpty())) return undefined;
  const password = adminPassword ?? randomBytes(12).toString('base64url');
  const owner = {
    id: newId(now),
    username: adminUsername,
    displayName: adminUsername,
    passwordHash: await hashPassword(password),
    permissions: [...permissions],
  };
  await registry.staff.addUser(owner);
  const isGenerated = adminPassword === undefined;
  await noteFirstOwner({ transaction }, owner, isGenerated);
  return { username: adminUsername, password, isGenerated };
}

/** The names of starter data in the other languages are written. */
const NAMED = 'starter_names';

/**
 * Writes the names of starter data in the other languages, once; also for a programme that began before there were such names. A row that
 * staff have renamed or that is not there is left alone.
 */
export async function ensureStarterNames(
  database: Pick<CentralDatabase, 'transaction'>,
  sync: Pick<SyncServer, 'author'>,
): Promise<void> {
  const filed = await database.transaction(async ({ changes }) =>
    (await changes.meta(NAMED)) === undefined ? changes.changesOfEntities(namedRefs()) : [],
  );
  if (filed.length === 0) return;
  await authorAll(sync, CONFIG, nameChanges(filed.map(({ change }) => change)), starterAuthor);
  await database.transaction(({ changes }) => changes.setMeta(NAMED, '1'));
}

/** After an upgrade the rows are made again, and know late where the changes are: the start does not wait for them. */
const AGAIN_MS = 10_000;

/** Resolves when they are stored, or when the rows are too far behind: then they are stored once the rows are there. */
export async function keepStarterNames(
  database: Pick<CentralDatabase, 'transaction'>,
  sync: Pick<SyncServer, 'author'>,
): Promise<void> {
  try {
    await ensureStarterNames(database, sync);
  } catch (error) {
    if (!(error instanceof RowsBehind)) throw error;
    // one that meets a server that has stopped meanwhile is left to the next start
    setTimeout(() => void keepStarterNames(database, sync).catch(() => undefined), AGAIN_MS).unref();
  }
}

const LOADED = 'starter_data';
/** The reference data that programmes began with before: to be carried over. */
const FORMER = '1';
const NOW = '2';

/**
 * Writes the reference data into `config`, once. Its changes are the same everywhere, so a start that was cut short harms nothing. `loads`:
 * true if missing reference data are wanted.
 */
export async function ensureStarterData(
  database: CentralDatabase,
  sync: Pick<SyncServer, 'author'>,
  carryOver: Pick<CarryOver, 'begin' | 'start'>,
  loads: boolean,
): Promise<void> {
  const loaded = await database.transaction(({ changes }) => changes.meta(LOADED));
  const setLoaded = () => database.transaction(({ changes }) => changes.setMeta(LOADED, NOW));
  if (loaded === FORMER) {
    await carryOver.begin();
    return setLoaded();
  }
  if (loaded !== undefined) return carryOver.start();
  if (!loads) return;
  const { changes, author } = starterChanges();
  const result = await sync.author('config', changes, author);
  if (!result.ok) throw new StartError(`The starter data was refused: ${JSON.stringify(result.issues[0])}.`);
  await setLoaded();
}
