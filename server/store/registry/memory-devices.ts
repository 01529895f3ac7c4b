/** Devices and their client ids in memory. */
import { accepted, refused, type Result } from '#shared/result';
import type { MemoryDatabase } from '../memory/database';
import type { Contact, DeviceBook, DeviceRecord, NewDevice, ProposeClientId } from './device-port';
import { registerClientId, registerDevice, tables, type Tables } from './memory-tables';
import type { SiteRecord } from './site-port';

export function memoryDevices(memory: MemoryDatabase): DeviceBook {
  const all = tables(memory);
  const records = (): DeviceRecord[] => [...all.devices.values()].map(toRecord);
  return {
    add: async (siteId, device) => memory.write(() => addDevice(all, siteId, device)),
    byToken: async (hash) => {
      const found = await memory.read(() =>
        [...all.devices.values()].find((device) => device.tokenHash === hash),
      );
      return found && toRecord(found);
    },
    get: async (id) => memory.read(() => records().find((device) => device.id === id)),
    ofSites: async (siteIds) =>
      memory.read(() => records().filter(({ siteId }) => siteId !== undefined && siteIds.includes(siteId))),
    clientIdsOf: async (deviceId) =>
      memory.read(() =>
        [...all.clientIds.entries()].flatMap(([clientId, owner]) => (owner === deviceId ? [clientId] : [])),
      ),
    renewClientId: async (deviceId, propose) => memory.write(() => renewClientId(all, deviceId, propose)),
    revoke: async (id, at) => memory.write(() => revoke(all, id, at)),
    recordContacts: async (contacts) => memory.write(() => recordContacts(all, contacts)),
    recordDocuments: async (documents) =>
      memory.write(() =>
        documents.forEach((one) => all.had.set(`${one.deviceId} ${one.document}`, { ...one })),
      ),
    documentsOf: async (deviceIds) =>
      memory.read(() => [...all.had.values()].filter(({ deviceId }) => deviceIds.includes(deviceId))),
  };
}

function toRecord(device: DeviceRecord & { tokenHash?: string }): DeviceRecord {
  const record = { ...device };
  delete record.tokenHash;
  return record;
}

function addDevice(
  all: Tables,
  siteId: string,
  device: NewDevice,
): Result<{ site: SiteRecord; clientId: number }> {
  const site = all.sites.get(siteId);
  if (!site) return refused({ code: 'not-found' });
  const known = all.devices.get(device.id);
  if (!known) return accepted({ site, clientId: registerDevice(all, siteId, device) });
  if (known.revokedAt !== undefined) return refused({ code: 'unknown-device' });
  const { id, name, tokenHash, at } = device;
  all.devices.set(id, { ...known, name, tokenHash, lastContact: at });
  return accepted({ site, clientId: renewClientId(all, id, device.proposeClientId) });
}

function renewClientId(all: Tables, deviceId: string, propose: ProposeClientId): number {
  const clientId = registerClientId(all, deviceId, propose);
  const device = all.devices.get(deviceId);
  if (device) all.devices.set(deviceId, { ...device, clientId });
  return clientId;
}

function revoke(all: Tables, id: string, at: string): boolean {
  const device = all.devices.get(id);
  if (!device || device.revokedAt !== undefined) return false;
  all.devices.set(id, { ...device, revokedAt: at });
  for (const [token, session] of [...all.sessions.entries()])
    if (session.deviceId === id) all.sessions.delete(token);
  for (const [browser, deviceId] of [...all.browsers.entries()])
    if (deviceId === id) all.browsers.delete(browser);
  return true;
}

function recordContacts({ devices }: Tables, contacts: readonly Contact[]): void {
  for (const { deviceId, at, appVersion } of contacts) {
    const device = devices.get(deviceId);
    if (device)
      devices.set(deviceId, { ...device, lastContact: at, ...(appVersion !== undefined && { appVersion }) });
  }
}
