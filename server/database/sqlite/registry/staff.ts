/** Staff users in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type { StaffBook, StaffUser, UserChange } from '../../port/registry-staff';
import type { SqliteFile, Sql } from '../sqlite-file';
import { isLastAdmin } from '../../last-admin';
import { bindProvider, isNameTaken, nameAtProvider, readByProvider } from './provider-people';
import { sqliteSessions } from './sessions';
import { listUsers, readUser } from './users';

export function sqliteStaff(database: SqliteFile): StaffBook {
  return {
    addUser: (user) => database.write((sql) => addUser(sql, user)),
    byName: async (username) => database.read((sql) => readUser(sql, 'username', username)),
    get: async (id) => database.read((sql) => readUser(sql, 'id', id)),
    list: async () => database.read(listUsers),
    isEmpty: async () => database.read((sql) => sql.get('SELECT 1 FROM staff_users LIMIT 1') === undefined),
    byProvider: async (person) => database.read((sql) => readByProvider(sql, person)),
    bindProvider: (person) => database.write((sql) => bindProvider(sql, person)),
    edit: (id, change) => database.write((sql) => editUser(sql, id, change)),
    setPassword: (id, passwordHash, firstUntil) =>
      database.write((sql) => {
        if (!readUser(sql, 'id', id)) return false;
        setPassword(sql, id, passwordHash, firstUntil);
        return true;
      }),
    replacePassword: (id, was, passwordHash) =>
      database.write((sql) => {
        const user = readUser(sql, 'id', id);
        if (user?.passwordHash !== was || user.disabledAt !== undefined) return false;
        setPassword(sql, id, passwordHash);
        return true;
      }),
    giveFirstPassword: (id, passwordHash, until) =>
      database.write((sql) => {
        const user = readUser(sql, 'id', id);
        if (user?.firstPasswordUntil === undefined || user.disabledAt !== undefined) return false;
        setPassword(sql, id, passwordHash, until);
        return true;
      }),
    removeUnused: (id) =>
      database.write((sql) => {
        const isThere = sql.get(`SELECT 1 FROM staff_users WHERE ${UNUSED}`, id) !== undefined;
        if (isThere) sql.run(`DELETE FROM staff_users WHERE ${UNUSED}`, id);
        return isThere;
      }),
    ...sqliteSessions(database),
  };
}

const UNUSED = 'id = ? AND last_sign_in IS NULL';

const setPassword = (sql: Sql, id: string, passwordHash: string, firstUntil?: string): unknown =>
  sql.run(
    'UPDATE staff_users SET password_hash = ?, first_password_until = ? WHERE id = ?',
    ...[passwordHash, firstUntil ?? null, id],
  );

function addUser(sql: Sql, user: StaffUser): Result<StaffUser> {
  if (readUser(sql, 'username', user.username)) return refused({ code: 'already-exists', field: 'username' });
  if (isNameTaken(sql, user)) return refused({ code: 'already-exists', field: 'providerName' });
  sql.run(
    `INSERT INTO staff_users (id, username, display_name, password_hash, permissions, region_ids, first_password_until, provider_name)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[user.id, user.username, user.displayName, user.passwordHash, user.permissions.join(' ')],
    ...[(user.regionIds ?? []).join(' '), user.firstPasswordUntil ?? null, user.providerName ?? null],
  );
  return accepted(user);
}

function editUser(sql: Sql, id: string, change: UserChange): Result<StaffUser> | undefined {
  const before = readUser(sql, 'id', id);
  if (!before) return undefined;
  if (isLastAdmin(listUsers(sql), before, change)) return refused({ code: 'last-admin' });
  if (isNameTaken(sql, { id, ...change })) return refused({ code: 'already-exists', field: 'providerName' });
  const { displayName = before.displayName, permissions = before.permissions } = change;
  const regionIds = change.regionIds ?? before.regionIds ?? [];
  const disabledAt = change.disabledAt === undefined ? (before.disabledAt ?? null) : change.disabledAt;
  sql.run(
    'UPDATE staff_users SET display_name = ?, permissions = ?, region_ids = ?, disabled_at = ? WHERE id = ?',
    ...[displayName, permissions.join(' '), regionIds.join(' '), disabledAt, id],
  );
  if (change.providerName !== undefined) nameAtProvider(sql, before, change.providerName);
  return accepted(readUser(sql, 'id', id) ?? before);
}
