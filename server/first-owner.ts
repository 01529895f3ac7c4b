/** The account that a new server makes for itself, and whether the password that was made up for it has been replaced. */
import { createHash } from 'node:crypto';
import type { CentralDatabase } from './database/port/central-database';
import type { AuditPosition, AuditRecord } from './database/port/registry-audit';
import type { StaffUser } from './database/port/registry-staff';

type Parts = Pick<CentralDatabase, 'registry' | 'transaction'>;

/** How the first password came about: 'chosen' by whoever started the server, or 'generated'. */
const FIRST_PASSWORD = 'first_password';
/** The id of that account, and the mark of the password that was made up: `-` where it was replaced before it was noted. */
export const FIRST_OWNER = 'first_owner';
/** Acts that are read at once: a list of people writes many. */
const ACTS = 500;

export const noteFirstOwner = (
  { transaction }: Pick<Parts, 'transaction'>,
  owner: Pick<StaffUser, 'id' | 'passwordHash'>,
  isGenerated: boolean,
): Promise<void> =>
  transaction(async ({ changes }) => {
    await changes.setMeta(FIRST_OWNER, `${owner.id} ${markOf(owner)}`);
    await changes.setMeta(FIRST_PASSWORD, isGenerated ? 'generated' : 'chosen');
  });

/** No password that a server made up opens a door: whoever started it chose one, it was replaced, or nobody gets in with it. */
export async function isFirstPasswordGone(database: Parts): Promise<boolean> {
  const [how, noted = ''] = await database.transaction(async ({ changes }) => [
    await changes.meta(FIRST_PASSWORD),
    await changes.meta(FIRST_OWNER),
  ]);
  if (how !== 'generated') return true;
  const [id = '', mark] = (noted === '' ? await noteLate(database) : noted).split(' ');
  const owner = await database.registry.staff.get(id);
  return !owner || owner.disabledAt !== undefined || markOf(owner) !== mark;
}

/** One hash from another: what is kept beside the account shall not help to guess its password. */
const markOf = ({ passwordHash }: Pick<StaffUser, 'passwordHash'>): string =>
  createHash('sha256').update(passwordHash).digest('hex');

/** For a programme that began before the owner was noted. */
async function noteLate(database: Parts): Promise<string> {
  const { made, replaced } = await actsOnAccounts(database);
  // nobody made the owner's account; ids alone would not do: those of a list follow from its file
  const [owner] = (await database.registry.staff.list())
    .filter(({ id }) => !made.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const noted = owner ? `${owner.id} ${replaced.has(owner.id) ? '-' : markOf(owner)}` : '- -';
  await database.transaction(({ changes }) => changes.setMeta(FIRST_OWNER, noted));
  return noted;
}

const replacing = new Set(['user.own-password', 'user.password', 'user.password-reset']);

async function actsOnAccounts({ registry }: Parts): Promise<{ made: Set<string>; replaced: Set<string> }> {
  const [made, replaced] = [new Set<string>(), new Set<string>()];
  let after: AuditPosition | undefined;
  do {
    const acts: readonly AuditRecord[] = await registry.audit.page({
      ...{ kind: 'user', limit: ACTS },
      ...(after && { after }),
    });
    for (const { action, subject } of acts) {
      if (action === 'user.create') made.add(subject);
      if (replacing.has(action)) replaced.add(subject);
    }
    after = acts.at(-1);
  } while (after);
  return { made, replaced };
}
