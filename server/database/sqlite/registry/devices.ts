/** Devices and their client ids in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type {
  DeviceIssue,
  Contact,
  DeviceBook,
  DeviceDocument,
  DeviceRecord,
  NewDevice,
  ProposeClientId,
} from '../../port/registry-devices';
import type { SiteRecord } from '../../port/registry-sites';
import type { SqliteFile, Sql } from '../sqlite-file';
import { readSite } from './read-site';

interface DeviceRow {
  id: string;
  kind: 'site' | 'staff';
  site_id: string | null;
  name: string;
  client_id: number;
  joined_at: string;
  last_contact: string | null;
  app_version: string | null;
  revoked_at: string | null;
}

const COLUMNS = 'id, kind, site_id, name, client_id, joined_at, last_contact, app_version, revoked_at';

export function sqliteDevices(database: SqliteFile): DeviceBook {
  return {
    add: (siteId, device) => database.write((sql) => addDevice(sql, siteId, device)),
    addShutOut: (siteId, device, at) => database.write((sql) => addShutOut(sql, siteId, device, at)),
    byToken: async (hash) => database.read((sql) => readDevice(sql, 'token_hash', hash)),
    get: async (id) => database.read((sql) => readDevice(sql, 'id', id)),
    ofSites: async (siteIds) => database.read((sql) => devicesOfSites(sql, siteIds)),
    clientIdsOf: async (deviceId) => database.read((sql) => clientIdsOf(sql, deviceId)),
    renewClientId: (deviceId, propose) => database.write((sql) => renewClientId(sql, deviceId, propose)),
    revoke: (id, at) => database.write((sql) => revoke(sql, id, at)),
    recordContacts: (contacts) => database.write((sql) => recordContacts(sql, contacts)),
    recordDocuments: (documents) => database.write((sql) => recordDocuments(sql, documents)),
    documentsOf: async (deviceIds) => database.read((sql) => documentsOf(sql, deviceIds)),
  };
}

function readDevice(sql: Sql, column: 'id' | 'token_hash', value: string): DeviceRecord | undefined {
  const row = sql.get<DeviceRow>(`SELECT ${COLUMNS} FROM devices WHERE ${column} = ?`, value);
  return row && toRecord(row);
}

const toRecord = (row: DeviceRow): DeviceRecord => ({
  id: row.id,
  kind: row.kind,
  ...(row.site_id !== null && { siteId: row.site_id }),
  name: row.name,
  clientId: row.client_id,
  joinedAt: row.joined_at,
  ...(row.last_contact !== null && { lastContact: row.last_contact }),
  ...(row.app_version !== null && { appVersion: row.app_version }),
  ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
});

function devicesOfSites(sql: Sql, siteIds: readonly string[]): DeviceRecord[] {
  const wanted = JSON.stringify(siteIds);
  const text = `SELECT ${COLUMNS} FROM devices WHERE site_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`;
  return sql.all<DeviceRow>(text, wanted).map(toRecord);
}

function clientIdsOf(sql: Sql, deviceId: string): number[] {
  const rows = sql.all<{ client_id: number }>(
    'SELECT client_id FROM client_ids WHERE device_id = ?',
    deviceId,
  );
  return rows.map((row) => row.client_id);
}

/** Registers a client id that nobody ever had. */
export function registerClientId(sql: Sql, deviceId: string, propose: ProposeClientId): number {
  for (;;) {
    const clientId = propose();
    if (sql.get('SELECT 1 FROM client_ids WHERE client_id = ?', clientId)) continue;
    sql.run('INSERT INTO client_ids (client_id, device_id) VALUES (?, ?)', clientId, deviceId);
    return clientId;
  }
}

/** Writes down a device of a site; returns its client id. */
export function registerDevice(sql: Sql, siteId: string | null, device: NewDevice): number {
  const { id, name, tokenHash, at } = device;
  const clientId = registerClientId(sql, id, device.proposeClientId);
  sql.run(
    `INSERT INTO devices (id, kind, site_id, name, token_hash, client_id, joined_at, last_contact) VALUES (?, 'site', ?, ?, ?, ?, ?, ?)`,
    ...[id, siteId, name, tokenHash, clientId, at, at],
  );
  return clientId;
}

function addDevice(
  sql: Sql,
  siteId: string,
  device: NewDevice,
): Result<{ site: SiteRecord; clientId: number }, DeviceIssue> {
  const site = readSite(sql, siteId);
  if (!site) return refused({ code: 'not-found' });
  const known = readDevice(sql, 'id', device.id);
  if (!known) return accepted({ site, clientId: registerDevice(sql, siteId, device) });
  if (known.revokedAt !== undefined) return refused({ code: 'unknown-device' });
  const { id, name, tokenHash, at } = device;
  sql.run(
    'UPDATE devices SET name = ?, token_hash = ?, last_contact = ? WHERE id = ?',
    ...[name, tokenHash, at, id],
  );
  return accepted({ site, clientId: renewClientId(sql, id, device.proposeClientId) });
}

function addShutOut(sql: Sql, siteId: string, device: NewDevice, revokedAt: string): boolean {
  if (readDevice(sql, 'id', device.id)) return false;
  registerDevice(sql, readSite(sql, siteId) ? siteId : null, device);
  return revoke(sql, device.id, revokedAt);
}

function renewClientId(sql: Sql, deviceId: string, propose: ProposeClientId): number {
  const clientId = registerClientId(sql, deviceId, propose);
  sql.run('UPDATE devices SET client_id = ? WHERE id = ?', clientId, deviceId);
  return clientId;
}

function revoke(sql: Sql, id: string, at: string): boolean {
  const device = readDevice(sql, 'id', id);
  if (!device || device.revokedAt !== undefined) return false;
  sql.run('UPDATE devices SET revoked_at = ? WHERE id = ?', at, id);
  sql.run('DELETE FROM sessions WHERE device_id = ?', id);
  sql.run('DELETE FROM staff_browsers WHERE device_id = ?', id);
  return true;
}

function recordContacts(sql: Sql, contacts: readonly Contact[]): void {
  for (const { deviceId, at, appVersion } of contacts) {
    sql.run(
      'UPDATE devices SET last_contact = ?, app_version = coalesce(?, app_version) WHERE id = ?',
      at,
      appVersion ?? null,
      deviceId,
    );
  }
}

function recordDocuments(sql: Sql, documents: readonly DeviceDocument[]): void {
  for (const { deviceId, document, changes, seq, at } of documents) {
    sql.run(
      'INSERT OR REPLACE INTO device_documents (device_id, document, changes, seq, at) VALUES (?, ?, ?, ?, ?)',
      ...[deviceId, document, changes, seq, at],
    );
  }
}

const documentsOf = (sql: Sql, deviceIds: readonly string[]): DeviceDocument[] =>
  sql.all<DeviceDocument>(
    `SELECT device_id AS deviceId, document, changes, seq, at FROM device_documents
     WHERE device_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(deviceIds),
  );
