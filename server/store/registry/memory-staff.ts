/** Staff users and their sessions in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { MemoryDatabase } from '../memory/database';
import type { NewSession, SessionRecord, StaffBook, StaffUser, UserChange } from './staff-port';
import { isLastAdmin } from './last-admin';
import { registerClientId, tables, type SessionEntry, type Tables } from './memory-tables';

export function memoryStaff(memory: MemoryDatabase): StaffBook {
  const all = tables(memory);
  return {
    addUser: async (user) => memory.write(() => addUser(all, user)),
    byName: async (username) => memory.read(() => byName(all, username)),
    get: async (id) => memory.read(() => all.users.get(id)),
    list: async () => memory.read(() => listUsers(all)),
    isEmpty: async () => memory.read(() => all.users.size === 0),
    edit: async (id, change) => memory.write(() => editUser(all, id, change)),
    setPassword: async (id, passwordHash) =>
      memory.write(() => {
        const user = all.users.get(id);
        if (user) all.users.set(id, { ...user, passwordHash });
        return user !== undefined;
      }),
    openSession: async (session) => memory.write(() => openSession(all, session)),
    session: async (tokenHash) =>
      memory.read(() => {
        const session = all.sessions.get(tokenHash);
        const record = session && toRecord(all, session);
        return record?.user.disabledAt === undefined ? record : undefined;
      }),
    sessionById: async (id) =>
      memory.read(() => {
        const session = all.sessions.values().find((one) => one.id === id);
        return session && toRecord(all, session);
      }),
    sessionsOf: async (userId) => memory.read(() => sessionsOf(all, userId)),
    recordSeen: async (tokenHash, seenAt) => memory.write(() => recordSeen(all, tokenHash, seenAt)),
    endSessions: async (ids) => memory.write(() => endSessions(all, ({ id }) => ids.includes(id))),
    closeStale: async (before) =>
      memory.write(() =>
        endSessions(all, ({ createdAt, seenAt }) => createdAt < before.createdAt || seenAt < before.seenAt),
      ),
  };
}

const byName = ({ users }: Tables, username: string): StaffUser | undefined =>
  users.values().find((user) => user.username.toLowerCase() === username.toLowerCase());

const listUsers = ({ users }: Tables): StaffUser[] =>
  users.values().sort((a, b) => (a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1));

function addUser(all: Tables, user: StaffUser): Result<StaffUser> {
  if (byName(all, user.username)) return refused({ code: 'already-exists', field: 'username' });
  all.users.set(user.id, user);
  return accepted(user);
}

function editUser(all: Tables, id: string, change: UserChange): Result<StaffUser> | undefined {
  const before = all.users.get(id);
  if (!before) return undefined;
  if (isLastAdmin(all.users.values(), before, change)) return refused({ code: 'last-admin' });
  const { displayName = before.displayName, permissions = before.permissions } = change;
  const edited: StaffUser = { ...before, displayName, permissions };
  if (change.disabledAt === null) delete edited.disabledAt;
  else if (change.disabledAt !== undefined) edited.disabledAt = change.disabledAt;
  all.users.set(id, edited);
  return accepted(edited);
}

function openSession(
  all: Tables,
  { id, agent, tokenHash, userId, browserHash, at, device }: NewSession,
): { deviceId: string; clientId: number } | undefined {
  const user = all.users.get(userId);
  if (!user || user.disabledAt !== undefined) return undefined;
  const browser = `${browserHash} ${userId}`;
  const known = all.devices.get(all.browsers.get(browser) ?? '');
  const clientId = known?.clientId ?? registerClientId(all, device.id, device.proposeClientId);
  const deviceId = known?.id ?? device.id;
  if (!known) {
    const { name } = device;
    all.devices.set(deviceId, { id: deviceId, kind: 'staff', name, clientId, joinedAt: at, lastContact: at });
    all.browsers.set(browser, deviceId);
  }
  all.sessions.set(tokenHash, { id, agent, userId, deviceId, browserHash, createdAt: at, seenAt: at });
  all.users.set(userId, { ...user, lastSignIn: at });
  return { deviceId, clientId };
}

function toRecord(all: Tables, { userId, ...session }: SessionEntry): SessionRecord | undefined {
  const user = all.users.get(userId);
  const device = all.devices.get(session.deviceId);
  if (!user || !device) return undefined;
  return { ...session, user, clientId: device.clientId };
}

const sessionsOf = (all: Tables, userId: string): SessionRecord[] =>
  all.sessions
    .values()
    .filter((session) => session.userId === userId)
    .flatMap((session) => toRecord(all, session) ?? [])
    .sort((a, b) => (a.seenAt > b.seenAt ? -1 : 1));

function recordSeen({ sessions }: Tables, tokenHash: string, seenAt: string): void {
  const session = sessions.get(tokenHash);
  if (session) sessions.set(tokenHash, { ...session, seenAt });
}

function endSessions({ sessions }: Tables, ends: (session: SessionEntry) => boolean): void {
  for (const [token, session] of sessions.entries()) if (ends(session)) sessions.delete(token);
}
