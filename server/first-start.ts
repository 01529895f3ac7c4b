/** What a new central server needs before anyone can use it: somebody who can sign in, and the reference data that all programmes share. */
import { randomBytes } from 'node:crypto';
import { hashPassword } from './auth/password';
import { permissions } from './auth/permissions';
import type { Config } from './config';
import { newId } from './new-id';
import type { CarryOver } from './reference-data/carry-over/carry-over';
import { starterChanges } from './reference-data/starter-changes';
import { StartError } from './start-error';
import type { CentralDatabase } from './database/port/central-database';
import type { SyncServer } from './sync/sync-server';

export interface FirstSignIn {
  username: string;
  password: string;
  /** nobody chose it: it is shown now and never again */
  isGenerated: boolean;
}

/** Makes the first member of staff, who may do everything; undefined when there is one already. */
export async function ensureAdmin(
  { registry }: Pick<CentralDatabase, 'registry'>,
  { adminUsername, adminPassword }: Pick<Config, 'adminUsername' | 'adminPassword'>,
  now: number,
): Promise<FirstSignIn | undefined> {
  if (!(await registry.staff.isEmpty())) return undefined;
  const password = adminPassword ?? randomBytes(12).toString('base64url');
  await registry.staff.addUser({
    id: newId(now),
    username: adminUsername,
    displayName: adminUsername,
    passwordHash: await hashPassword(password),
    permissions: [...permissions],
  });
  return { username: adminUsername, password, isGenerated: adminPassword === undefined };
}

const LOADED = 'starter_data';
/** What programmes began with before: to be carried over. */
const FORMER = '1';
const NOW = '2';

/**
 * Writes the reference data into `config`, once. Its changes are the same everywhere, so a start that was cut short harms nothing.
 * `loads`: what is not there yet is wanted.
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
