/**
 * Takes back a list of people: an account that nobody has come in with goes, a field goes back where the list still has the last word. An
 * account that is in use stays as it is, and is listed.
 */
import { setImmediate } from 'node:timers/promises';
import type { AccountFacts } from '#shared/import/users/user-data';
import type { StaffUser } from '../../database/port/registry-staff';
import type { ChangedAccount, JournalEntry, KeptRow } from '../import-record';
import { changeAccount, factsOf, noteAct, type ChangingAccounts } from './change-account';

export async function undoUsers(
  undoing: ChangingAccounts,
  entries: readonly JournalEntry[],
): Promise<KeptRow[]> {
  const kept: KeptRow[] = [];
  for (const { line, account } of entries) {
    if (account) {
      const fields = await undoUser(undoing, account);
      if (fields) kept.push({ line, entity: 'user', entityId: account.userId, fields });
    }
    await setImmediate();
  }
  return kept;
}

/** Returns the fields that stay, none for an account as a whole; undefined: all of it is taken back. */
async function undoUser(
  undoing: ChangingAccounts,
  { userId, before, after }: ChangedAccount,
): Promise<string[] | undefined> {
  const { staff } = undoing.database.registry;
  const user = await staff.get(userId);
  if (!user) return undefined;
  if (before) return factsBack(undoing, user, before, after);
  if (isEdited(user, after) || !(await staff.removeUnused(userId))) return [];
  await noteAct(undoing, 'user.remove', userId, { name: user.username });
  return undefined;
}

const names = ['displayName', 'permissions', 'regionIds'] as const;
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isEdited = (user: StaffUser, after: AccountFacts): boolean =>
  user.disabledAt !== undefined || names.some((name) => !same(factsOf(user)[name], after[name]));

async function factsBack(
  undoing: ChangingAccounts,
  user: StaffUser,
  before: AccountFacts,
  after: AccountFacts,
): Promise<string[] | undefined> {
  const stands = factsOf(user);
  const changed = names.filter(
    (name) => !same(before[name], after[name]) && !same(stands[name], before[name]),
  );
  const back = changed.filter((name) => same(stands[name], after[name]));
  const facts = Object.fromEntries(back.map((name) => [name, before[name]])) as Partial<AccountFacts>;
  const isBack = back.length === 0 || (await changeAccount(undoing, user, facts)) === undefined;
  const stay = changed.filter((name) => !isBack || !back.includes(name)).map((name) => columnOf[name]);
  return stay.length > 0 ? stay : undefined;
}

const columnOf = { displayName: 'displayName', permissions: 'rights', regionIds: 'regions' } as const;
