/** The sessions of staff in SQLite. */
import type { NewSession, SessionRecord, StaffBook } from '../../port/registry-staff';
import type { SqliteFile, Sql } from '../sqlite-file';
import { registerClientId } from './devices';
import { dropFirstPassword } from './provider-people';
import { readUser } from './users';

interface SessionRow {
  id: string;
  agent: string;
  user_id: string;
  device_id: string;
  client_id: number;
  browser_hash: string;
  created_at: string;
  seen_at: string;
  by_provider: number;
}

interface StaffDevice {
  deviceId: string;
  clientId: number;
}

type SessionBook = Pick<
  StaffBook,
  | 'openSession'
  | 'wasIn'
  | 'session'
  | 'sessionById'
  | 'sessionsOf'
  | 'recordSeen'
  | 'endSessions'
  | 'closeStale'
>;

export const sqliteSessions = (database: SqliteFile): SessionBook => ({
  openSession: (session) => database.write((sql) => openSession(sql, session)),
  wasIn: async (browser) => database.read((sql) => knownDevice(sql, browser) !== undefined),
  session: async (tokenHash) =>
    database.read((sql) => readSessions(sql, 'token_hash', tokenHash).find(isLetIn)),
  sessionById: async (id) => database.read((sql) => readSessions(sql, 'id', id).at(0)),
  sessionsOf: async (userId) => database.read((sql) => readSessions(sql, 'user_id', userId)),
  recordSeen: (tokenHash, at) =>
    database.write(
      (sql) => void sql.run('UPDATE sessions SET seen_at = ? WHERE token_hash = ?', at, tokenHash),
    ),
  endSessions: (ids) =>
    database.write(
      (sql) =>
        void sql.run(
          'DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(?))',
          JSON.stringify(ids),
        ),
    ),
  closeStale: ({ createdAt, seenAt }) =>
    database.write(
      (sql) => void sql.run('DELETE FROM sessions WHERE created_at < ? OR seen_at < ?', createdAt, seenAt),
    ),
});

function openSession(sql: Sql, session: NewSession): StaffDevice | undefined {
  const { id, agent, tokenHash, userId, browserHash, at, byProvider = false } = session;
  const user = readUser(sql, 'id', userId);
  if (!user || user.disabledAt !== undefined) return undefined;
  const device = knownDevice(sql, session) ?? newDevice(sql, session);
  sql.run(
    `INSERT INTO sessions (id, agent, token_hash, user_id, device_id, browser_hash, created_at, seen_at, by_provider)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, agent, tokenHash, userId, device.deviceId, browserHash, at, at, byProvider ? 1 : 0],
  );
  if (byProvider) dropFirstPassword(sql, userId);
  sql.run('UPDATE staff_users SET last_sign_in = ? WHERE id = ?', at, userId);
  return device;
}

function knownDevice(
  sql: Sql,
  { browserHash, userId }: Pick<NewSession, 'browserHash' | 'userId'>,
): StaffDevice | undefined {
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

/** The session of a disabled user counts for nothing, should one have been left. */
const isLetIn = ({ user }: SessionRecord): boolean => user.disabledAt === undefined;

function readSessions(sql: Sql, column: 'token_hash' | 'id' | 'user_id', value: string): SessionRecord[] {
  const rows = sql.all<SessionRow>(
    `SELECT s.id, s.agent, s.user_id, s.device_id, d.client_id, s.browser_hash, s.created_at, s.seen_at,
       s.by_provider
     FROM sessions s JOIN devices d ON d.id = s.device_id WHERE s.${column} = ? ORDER BY s.seen_at DESC, s.id`,
    value,
  );
  return rows.flatMap((row) => {
    const user = readUser(sql, 'id', row.user_id);
    return user ? [{ ...toRecord(row), user }] : [];
  });
}

const toRecord = (row: SessionRow): Omit<SessionRecord, 'user'> => ({
  id: row.id,
  agent: row.agent,
  deviceId: row.device_id,
  clientId: row.client_id,
  browserHash: row.browser_hash,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  ...(row.by_provider === 1 && { byProvider: true }),
});
