/** The tables of the registry in memory. */
import type { MemoryDatabase } from '../memory/database';
import type { NewChange } from '../port';
import type { AuditEntry } from './audit-port';
import type { DeviceDocument, DeviceRecord, NewDevice, ProposeClientId } from './device-port';
import type { JoinCodeRecord } from './join-code-port';
import type { SiteRecord } from './site-port';
import type { StaffUser } from './staff-port';

export interface CodeEntry extends JoinCodeRecord {
  usedAt?: string;
}

export interface SessionEntry {
  id: string;
  agent: string;
  userId: string;
  deviceId: string;
  browserHash: string;
  createdAt: string;
  seenAt: string;
}

export const tables = (memory: MemoryDatabase) => ({
  sites: memory.table<string, SiteRecord>('sites'),
  devices: memory.table<string, DeviceRecord & { tokenHash?: string }>('devices'),
  clientIds: memory.table<number, string>('client_ids'),
  codes: memory.table<string, CodeEntry>('join_codes'),
  users: memory.table<string, StaffUser>('staff_users'),
  /** `<browser hash> <user id>` → device id */
  browsers: memory.table<string, string>('staff_browsers'),
  sessions: memory.table<string, SessionEntry>('sessions'),
  audit: memory.table<number, AuditEntry>('audit'),
  /** `<site id> <store id>` → when the site lost it */
  former: memory.table<string, string>('former_stores'),
  /** `<device id> <document>` → how much of it */
  had: memory.table<string, DeviceDocument>('device_documents'),
  changes: memory.table<number, NewChange>('changes'),
});

export type Tables = ReturnType<typeof tables>;

/** Registers a client id that nobody ever had. */
export function registerClientId({ clientIds }: Tables, deviceId: string, propose: ProposeClientId): number {
  let clientId = propose();
  while (clientIds.get(clientId) !== undefined) clientId = propose();
  clientIds.set(clientId, deviceId);
  return clientId;
}

/** Writes down a device of a site; answers its client id. */
export function registerDevice(all: Tables, siteId: string, device: NewDevice): number {
  const { id, name, tokenHash, at } = device;
  const clientId = registerClientId(all, id, device.proposeClientId);
  const times = { joinedAt: at, lastContact: at };
  all.devices.set(id, { id, kind: 'site', siteId, name, tokenHash, clientId, ...times });
  return clientId;
}
