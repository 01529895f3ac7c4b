/** Staff users in PostgreSQL. */
import { accepted, refused, type Result } from '#shared/result';
import { isLastAdmin } from '../../last-admin';
import type { StaffBook, StaffUser, UserChange } from '../../port/registry-staff';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { bindProvider, isNameTaken, nameAtProvider, readByProvider } from './provider-people';
import { pgSessions } from './sessions';
import { listUsers, readUser } from './users';

export function pgStaff(pool: PgPool): StaffBook {
  return {
    addUser: (user) => pool.write('registry', (sql) => addUser(sql, user)),
    byName: (username) => pool.read((sql) => readUser(sql, 'username', username)),
    get: (id) => pool.read((sql) => readUser(sql, 'id', id)),
    list: () => pool.read(listUsers),
    isEmpty: () =>
      pool.read(async (sql) => (await sql.get('SELECT 1 FROM staff_users LIMIT 1')) === undefined),
    byProvider: (person) => pool.read((sql) => readByProvider(sql, person)),
    bindProvider: (person) => pool.write('registry', (sql) => bindProvider(sql, person)),
    edit: (id, change) => pool.write('registry', (sql) => editUser(sql, id, change)),
    setPassword: (id, passwordHash, firstUntil) =>
      pool.write('registry', async (sql) => {
        if (!(await readUser(sql, 'id', id))) return false;
        await setPassword(sql, id, passwordHash, firstUntil);
        return true;
      }),
    replacePassword: (id, was, passwordHash) =>
      pool.write('registry', async (sql) => {
        const user = await readUser(sql, 'id', id);
        if (user?.passwordHash !== was || user.disabledAt !== undefined) return false;
        await setPassword(sql, id, passwordHash);
        return true;
      }),
    giveFirstPassword: (id, passwordHash, until) =>
      pool.write('registry', async (sql) => {
        const user = await readUser(sql, 'id', id);
        if (user?.firstPasswordUntil === undefined || user.disabledAt !== undefined) return false;
        await setPassword(sql, id, passwordHash, until);
        return true;
      }),
    removeUnused: (id) =>
      pool.write('registry', async (sql) => {
        const isThere = (await sql.get(`SELECT 1 FROM staff_users WHERE ${UNUSED}`, id)) !== undefined;
        if (isThere) await sql.run(`DELETE FROM staff_users WHERE ${UNUSED}`, id);
        return isThere;
      }),
    ...pgSessions(pool),
  };
}

const UNUSED = 'id = ? AND last_sign_in IS NULL';

const setPassword = (sql: PgSql, id: string, passwordHash: string, firstUntil?: string): Promise<unknown> =>
  sql.run(
    'UPDATE staff_users SET password_hash = ?, first_password_until = ? WHERE id = ?',
    ...[passwordHash, firstUntil ?? null, id],
  );

async function addUser(sql: PgSql, user: StaffUser): Promise<Result<StaffUser>> {
  if (await readUser(sql, 'username', user.username))
    return refused({ code: 'already-exists', field: 'username' });
  if (await isNameTaken(sql, user)) return refused({ code: 'already-exists', field: 'providerName' });
  await sql.run(
    `INSERT INTO staff_users (id, username, display_name, password_hash, permissions, region_ids, first_password_until, provider_name)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[user.id, user.username, user.displayName, user.passwordHash, user.permissions.join(' ')],
    ...[(user.regionIds ?? []).join(' '), user.firstPasswordUntil ?? null, user.providerName ?? null],
  );
  return accepted(user);
}

async function editUser(sql: PgSql, id: string, change: UserChange): Promise<Result<StaffUser> | undefined> {
  const before = await readUser(sql, 'id', id);
  if (!before) return undefined;
  if (isLastAdmin(await listUsers(sql), before, change)) return refused({ code: 'last-admin' });
  if (await isNameTaken(sql, { id, ...change }))
    return refused({ code: 'already-exists', field: 'providerName' });
  const { displayName = before.displayName, permissions = before.permissions } = change;
  const regionIds = change.regionIds ?? before.regionIds ?? [];
  const disabledAt = change.disabledAt === undefined ? (before.disabledAt ?? null) : change.disabledAt;
  await sql.run(
    'UPDATE staff_users SET display_name = ?, permissions = ?, region_ids = ?, disabled_at = ? WHERE id = ?',
    ...[displayName, permissions.join(' '), regionIds.join(' '), disabledAt, id],
  );
  if (change.providerName !== undefined) await nameAtProvider(sql, before, change.providerName);
  return accepted((await readUser(sql, 'id', id)) ?? before);
}
