/**
 * Saves rows of a list of people. Accounts are made without a password: first ones are given later, on a press, and stand in no file. Ids
 * follow from the import and the line, so that a row that a stop cut off makes nothing twice; the journal has each row before it is saved.
 */
import { setImmediate } from 'node:timers/promises';
import type { AccountFacts, ImportedUser } from '#shared/import/users/user-data';
import { userKey } from '#shared/import/users/plan-users';
import type { CountryReader } from '../../country/read-country';
import type { CentralDatabase } from '../../database/port/central-database';
import { NO_PASSWORD, type StaffUser } from '../../database/port/registry-staff';
import type { SyncServer } from '../../sync/sync-server';
import { rowIdOf } from '../ids';
import type { ImportRow, JournalEntry, LeftRow } from '../import-record';
import { sentenceInEnglish } from '../issue-words';
import type { By } from '../save-rows';
import { changeAccount, factsOf, noteAct } from './change-account';

export interface SavingUsers {
  database: Pick<CentralDatabase, 'registry'>;
  sync: Pick<SyncServer, 'refreshSession'>;
  country: Pick<CountryReader, 'now'>;
  importId: string;
  by: By;
  now: () => number;
  /** the entries that earlier tries wrote down, by line: what stood before them is not what stands now */
  journal: ReadonlyMap<number, JournalEntry>;
  write: (entries: readonly JournalEntry[]) => Promise<void>;
}

export async function saveUsers(
  saving: SavingUsers,
  rows: readonly ImportRow[],
): Promise<{ saved: number; left: LeftRow[] }> {
  const left: LeftRow[] = [];
  let saved = 0;
  for (const row of rows) {
    const issue = await saveUser(saving, row.line, row.record as ImportedUser);
    if (issue === undefined) saved += 1;
    else left.push({ line: row.line, code: issue, message: sentenceInEnglish(issue) });
    await setImmediate();
  }
  return { saved, left };
}

/** Returns why it could not be saved; undefined: it is. */
async function saveUser(saving: SavingUsers, line: number, row: ImportedUser): Promise<string | undefined> {
  const { staff } = saving.database.registry;
  const { parentOf } = await saving.country.now();
  if (row.facts.regionIds?.some((id) => !parentOf.has(id))) return 'unknown-region';
  const user = await userNamed(saving, row.username);
  if (row.then === null) return makeUser(saving, line, row, user);
  if (!user || user.id === saving.by.userId) return 'changed-meanwhile';
  const wanted = { ...factsOf(user), ...row.facts };
  if (sameFacts(factsOf(user), wanted)) return undefined;
  if (!sameFacts(factsOf(user), row.then)) return 'changed-meanwhile';
  await saving.write([{ line, said: [], account: { userId: user.id, before: row.then, after: wanted } }]);
  const changed = await changeAccount(saving, user, wanted);
  return (await staff.get(user.id)) === undefined ? 'changed-meanwhile' : changed;
}

async function makeUser(
  saving: SavingUsers,
  line: number,
  { username, facts }: ImportedUser,
  there: StaffUser | undefined,
): Promise<string | undefined> {
  const id = rowIdOf(saving.importId, line, 1);
  if (there) return there.id === id ? undefined : 'changed-meanwhile';
  const { displayName = username, permissions = [], regionIds = [] } = facts;
  const after: AccountFacts = { displayName, permissions, regionIds };
  await saving.write([{ line, said: [], account: { userId: id, before: null, after } }]);
  const added = await saving.database.registry.staff.addUser({
    ...{ id, username, displayName, permissions: [...permissions] },
    ...(regionIds.length > 0 && { regionIds: [...regionIds] }),
    ...{ passwordHash: NO_PASSWORD, firstPasswordUntil: '' },
  });
  if (!added.ok) return 'changed-meanwhile';
  await noteAct(saving, 'user.create', id, { name: username, rights: permissions.join(' ') });
  return undefined;
}

/** As the plan finds it: by all that people take for one name. */
async function userNamed(
  { database: { registry } }: SavingUsers,
  username: string,
): Promise<StaffUser | undefined> {
  const key = userKey(username);
  return (
    (await registry.staff.byName(username)) ??
    (await registry.staff.list()).find((user) => userKey(user.username) === key)
  );
}

const sameFacts = (one: AccountFacts, other: AccountFacts): boolean =>
  one.displayName === other.displayName &&
  one.permissions.join(' ') === other.permissions.join(' ') &&
  one.regionIds.join(' ') === other.regionIds.join(' ');
