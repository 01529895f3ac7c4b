/** Staff users and their sessions in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type { NewSession, SessionRecord, StaffBook, StaffUser } from '../registry-port';
import type { Database, Sql } from '../sqlite/database';
import { registerClientId } from './sqlite-devices';

interface UserRow {
  id: string;
  username: string;
  display_name: string;
  password_hash: string;
  permissions: string;
}

interface SessionRow {
  user_id: string;
  device_id: string;
  client_id: number;
  browser_hash: string;
  created_at: string;
  seen_at: string;
}

interface StaffDevice {
  deviceId: string;
  clientId: number;
}

export function sqliteStaff(database: Database): StaffBook {
  return {
    addUser: (user) => database.write((sql) => addUser(sql, user)),
    byName: async (username) => database.read((sql) => readUser(sql, 'username', username)),
    isEmpty: async () => database.read((sql) => sql.get('SELECT 1 FROM staff_users LIMIT 1') === undefined),
    openSession: (session) => database.write((sql) => openSession(sql, session)),
    session: async (tokenHash) => database.read((sql) => readSession(sql, tokenHash)),
    recordSeen: (tokenHash, at) =>
      database.write(
        (sql) => void sql.run('UPDATE sessions SET seen_at = ? WHERE token_hash = ?', at, tokenHash),
      ),
    closeSession: (tokenHash) =>
      database.write((sql) => void sql.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash)),
    closeStale: ({ createdAt, seenAt }) =>
      database.write(
        (sql) => void sql.run('DELETE FROM sessions WHERE created_at < ? OR seen_at < ?', createdAt, seenAt),
      ),
  };
}

function readUser(sql: Sql, column: 'id' | 'username', value: string): StaffUser | undefined {
  const columns = 'id, username, display_name, password_hash, permissions';
  const row = sql.get<UserRow>(`SELECT ${columns} FROM staff_users WHERE ${column} = ?`, value);
  if (!row) return undefined;
  const { id, username, display_name, password_hash, permissions } = row;
  return {
    id,
    username,
    displayName: display_name,
    passwordHash: password_hash,
    permissions: permissions.split(' '),
  };
}

function addUser(sql: Sql, user: StaffUser): Result<StaffUser> {
  if (readUser(sql, 'username', user.username)) return refused({ code: 'already-exists', field: 'username' });
  sql.run(
    'INSERT INTO staff_users (id, username, display_name, password_hash, permissions) VALUES (?, ?, ?, ?, ?)',
    ...[user.id, user.username, user.displayName, user.passwordHash, user.permissions.join(' ')],
  );
  return accepted(user);
}

function openSession(sql: Sql, session: NewSession): StaffDevice {
  const device = knownDevice(sql, session) ?? newDevice(sql, session);
  const { tokenHash, userId, browserHash, at } = session;
  sql.run(
    'INSERT INTO sessions (token_hash, user_id, device_id, browser_hash, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)',
    ...[tokenHash, userId, device.deviceId, browserHash, at, at],
  );
  return device;
}

function knownDevice(sql: Sql, { browserHash, userId }: NewSession): StaffDevice | undefined {
  const row = sql.get<{ id: string; client_id: number }>(
    'SELECT d.id, d.client_id FROM staff_browsers b JOIN devices d ON d.id = b.device_id WHERE b.browser_hash = ? AND b.user_id = ?',
    browserHash,
    userId,
  );
  return row && { deviceId: row.id, clientId: row.client_id };
}

function newDevice(sql: Sql, { browserHash, userId, at, device }: NewSession): StaffDevice {
  const clientId = registerClientId(sql, device.id, device.proposeClientId);
  const text = `INSERT INTO devices (id, kind, name, client_id, joined_at, last_contact) VALUES (?, 'staff', ?, ?, ?, ?)`;
  sql.run(text, device.id, device.name, clientId, at, at);
  sql.run(
    'INSERT INTO staff_browsers (browser_hash, user_id, device_id) VALUES (?, ?, ?)',
    browserHash,
    userId,
    device.id,
  );
  return { deviceId: device.id, clientId };
}

function readSession(sql: Sql, tokenHash: string): SessionRecord | undefined {
  const row = sql.get<SessionRow>(
    `SELECT s.user_id, s.device_id, d.client_id, s.browser_hash, s.created_at, s.seen_at
     FROM sessions s JOIN devices d ON d.id = s.device_id WHERE s.token_hash = ?`,
    tokenHash,
  );
  const user = row && readUser(sql, 'id', row.user_id);
  if (!row || !user) return undefined;
  const { device_id, client_id, browser_hash, created_at, seen_at } = row;
  return {
    user,
    deviceId: device_id,
    clientId: client_id,
    browserHash: browser_hash,
    createdAt: created_at,
    seenAt: seen_at,
  };
}
