/** A change of an account by a list, and its way back: written down as an act for each field, as on the page of a person. */
import type { AccountFacts } from '#shared/import/users/user-data';
import type { CentralDatabase } from '../../database/port/central-database';
import type { AuditEntry } from '../../database/port/registry-audit';
import type { StaffUser } from '../../database/port/registry-staff';
import type { SyncServer } from '../../sync/sync-server';
import type { By } from '../save-rows';

export interface ChangingAccounts {
  database: Pick<CentralDatabase, 'registry'>;
  sync: Pick<SyncServer, 'refreshSession'>;
  by: By;
  now: () => number;
}

export const factsOf = ({ displayName, permissions, regionIds = [] }: StaffUser): AccountFacts => ({
  ...{ displayName, permissions, regionIds },
});

/** Returns why it could not be changed; undefined: it is. */
export async function changeAccount(
  changing: ChangingAccounts,
  before: StaffUser,
  wanted: Partial<AccountFacts>,
): Promise<string | undefined> {
  const { staff } = changing.database.registry;
  const edited = await staff.edit(before.id, {
    ...(wanted.displayName !== undefined && { displayName: wanted.displayName }),
    ...(wanted.permissions && { permissions: [...wanted.permissions] }),
    ...(wanted.regionIds && { regionIds: [...wanted.regionIds] }),
  });
  if (!edited) return 'changed-meanwhile';
  if (!edited.ok) return edited.issues[0].code;
  const acts = [
    ['user.rights', before.permissions.join(' '), edited.value.permissions.join(' ')],
    ['user.regions', (before.regionIds ?? []).join(' '), (edited.value.regionIds ?? []).join(' ')],
    ['user.edit', before.displayName, edited.value.displayName],
  ] as const;
  for (const [action, from, to] of acts)
    if (from !== to) await noteAct(changing, action, before.id, { from, to });
  for (const { id } of await staff.sessionsOf(before.id)) changing.sync.refreshSession(id);
  return undefined;
}

export const noteAct = (
  { database, by, now }: ChangingAccounts,
  action: string,
  subject: string,
  details?: AuditEntry['details'],
): Promise<void> =>
  database.registry.audit.write({
    ...{ at: new Date(now()).toISOString(), userId: by.userId, action, subject },
    ...(details && { details }),
  });
