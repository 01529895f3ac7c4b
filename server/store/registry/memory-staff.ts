/** Staff users and their sessions in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { MemoryDatabase } from '../memory/database';
import type { NewSession, SessionRecord, StaffBook, StaffUser } from '../registry-port';
import { registerClientId, tables, type Tables } from './memory-tables';

export function memoryStaff(memory: MemoryDatabase): StaffBook {
  const all = tables(memory);
  return {
    addUser: async (user) => memory.write(() => addUser(all, user)),
    byName: async (username) => memory.read(() => byName(all, username)),
    isEmpty: async () => memory.read(() => [...all.users.values()].length === 0),
    openSession: async (session) => memory.write(() => openSession(all, session)),
    session: async (tokenHash) => memory.read(() => readSession(all, tokenHash)),
    recordSeen: async (tokenHash, seenAt) => memory.write(() => recordSeen(all, tokenHash, seenAt)),
    closeSession: async (tokenHash) => memory.write(() => void all.sessions.delete(tokenHash)),
    closeStale: async (before) => memory.write(() => closeStale(all, before)),
  };
}

const byName = ({ users }: Tables, username: string): StaffUser | undefined =>
  [...users.values()].find((user) => user.username.toLowerCase() === username.toLowerCase());

function addUser(all: Tables, user: StaffUser): Result<StaffUser> {
  if (byName(all, user.username)) return refused({ code: 'already-exists', field: 'username' });
  all.users.set(user.id, user);
  return accepted(user);
}

function openSession(
  all: Tables,
  { tokenHash, userId, browserHash, at, device }: NewSession,
): { deviceId: string; clientId: number } {
  const browser = `${browserHash} ${userId}`;
  const known = all.devices.get(all.browsers.get(browser) ?? '');
  const clientId = known?.clientId ?? registerClientId(all, device.id, device.proposeClientId);
  const deviceId = known?.id ?? device.id;
  if (!known) {
    all.devices.set(deviceId, {
      id: deviceId,
      kind: 'staff',
      name: device.name,
      clientId,
      joinedAt: at,
      lastContact: at,
    });
    all.browsers.set(browser, deviceId);
  }
  all.sessions.set(tokenHash, { userId, deviceId, browserHash, createdAt: at, seenAt: at });
  return { deviceId, clientId };
}

function readSession(all: Tables, tokenHash: string): SessionRecord | undefined {
  const session = all.sessions.get(tokenHash);
  const user = session && all.users.get(session.userId);
  const device = session && all.devices.get(session.deviceId);
  if (!session || !user || !device) return undefined;
  const { deviceId, browserHash, createdAt, seenAt } = session;
  return { user, deviceId, clientId: device.clientId, browserHash, createdAt, seenAt };
}

function recordSeen({ sessions }: Tables, tokenHash: string, seenAt: string): void {
  const session = sessions.get(tokenHash);
  if (session) sessions.set(tokenHash, { ...session, seenAt });
}

function closeStale({ sessions }: Tables, before: { createdAt: string; seenAt: string }): void {
  for (const [token, session] of [...sessions.entries()]) {
    if (session.createdAt < before.createdAt || session.seenAt < before.seenAt) sessions.delete(token);
  }
}
