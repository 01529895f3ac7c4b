/** Signs support staff in on the central server that this page came from. */
import type { Session } from '#shared/api/session';
import { hasIssues, refused, type Issue, type Result } from '#shared/result';
import type { Central } from '../../central-api/central';
import { getInstance } from '../../central-api/instance';
import { signIn } from '../../central-api/session';
import { keepProgramme } from '../../page/programme';
import type { ReplicaDatabase } from '../../replica/database';
import { dropHeld } from '../../replica/held/drop-held';
import { adoptStaff, readIdentity } from '../../replica/identity/identity';
import type { StaffIdentity } from '../../replica/records';
import { syncNow } from '../../replica/sync-signal';

export interface Credentials {
  username: string;
  password: string;
  /** a code, where it was asked for */
  secondFactor: string;
}

/** Signs in. Edits made here and not stored yet stay for the next person too. */
export async function signInHere(db: ReplicaDatabase, typed: Credentials): Promise<Result<StaffIdentity>> {
  const secondFactor = typed.secondFactor.trim();
  const credentials = {
    username: typed.username.trim(),
    password: typed.password,
    ...(secondFactor !== '' && { secondFactor }),
  };
  const missing = (['username', 'password'] as const)
    .filter((field) => credentials[field] === '')
    .map((field): Issue => ({ code: 'missing-field', field }));
  if (hasIssues(missing)) return refused(...missing);
  return adoptHere(db, () => signIn(here, credentials));
}

/** The central server that this page came from. */
export const here: Central = { url: '' };

/** Makes this browser that of the person whose session `open` brings. */
export async function adoptHere(
  db: ReplicaDatabase,
  open: () => Promise<Result<Session>>,
): Promise<Result<StaffIdentity>> {
  const instance = await getInstance(here);
  if (!instance.ok) return instance;
  const session = await open();
  if (!session.ok) return session;
  const former = await readIdentity(db);
  const adopted = await adoptStaff(db, location.origin, instance.value.centralId, session.value);
  if (!adopted.ok) return adopted;
  // another member of staff may not see the same stores
  if (former?.kind !== 'staff' || former.user.id !== adopted.value.user.id) await dropHeld(db);
  await keepProgramme(db, instance.value.name);
  syncNow();
  return adopted;
}
