/** Devices and their client ids in PostgreSQL. */
import { accepted, refused, type Result } from '#shared/result';
import type {
  Contact,
  DeviceBook,
  DeviceDocument,
  DeviceIssue,
  DeviceRecord,
  NewDevice,
  ProposeClientId,
} from '../../port/registry-devices';
import type { SiteRecord } from '../../port/registry-sites';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
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

export function pgDevices(pool: PgPool): DeviceBook {
  return {
    add: (siteId, device) => pool.write('registry', (sql) => addDevice(sql, siteId, device)),
    addShutOut: (siteId, device, at) => pool.write('registry', (sql) => addShutOut(sql, siteId, device, at)),
    byToken: (hash) => pool.read((sql) => readDevice(sql, 'token_hash', hash)),
    get: (id) => pool.read((sql) => readDevice(sql, 'id', id)),
    ofSites: (siteIds) => pool.read((sql) => devicesOfSites(sql, siteIds)),
    clientIdsOf: (deviceId) => pool.read((sql) => clientIdsOf(sql, deviceId)),
    renewClientId: (deviceId, propose) =>
      pool.write('registry', (sql) => renewClientId(sql, deviceId, propose)),
    revoke: (id, at) => pool.write('registry', (sql) => revoke(sql, id, at)),
    recordContacts: (contacts) => pool.write('registry', (sql) => recordContacts(sql, contacts)),
    recordDocuments: (documents) => pool.write('registry', (sql) => recordDocuments(sql, documents)),
    documentsOf: (deviceIds) => pool.read((sql) => documentsOf(sql, deviceIds)),
  };
}

async function readDevice(
  sql: PgSql,
  column: 'id' | 'token_hash',
  value: string,
): Promise<DeviceRecord | undefined> {
  const row = await sql.get<DeviceRow>(`SELECT ${COLUMNS} FROM devices WHERE ${column} = ?`, value);
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

async function devicesOfSites(sql: PgSql, siteIds: readonly string[]): Promise<DeviceRecord[]> {
  const text = `SELECT ${COLUMNS} FROM devices WHERE site_id = ANY(?) ORDER BY position`;
  return (await sql.all<DeviceRow>(text, siteIds)).map(toRecord);
}

async function clientIdsOf(sql: PgSql, deviceId: string): Promise<number[]> {
  const rows = await sql.all<{ client_id: number }>(
    'SELECT client_id FROM client_ids WHERE device_id = ?',
    deviceId,
  );
  return rows.map((row) => row.client_id);
}

/** Registers a client id that nobody ever had. */
export async function registerClientId(
  sql: PgSql,
  deviceId: string,
  propose: ProposeClientId,
): Promise<number> {
  for (;;) {
    const clientId = propose();
    const text = 'INSERT INTO client_ids VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING client_id';
    if (await sql.get(text, clientId, deviceId)) return clientId;
  }
}

/** Writes down a device of a site; returns its client id. */
export async function registerDevice(sql: PgSql, siteId: string | null, device: NewDevice): Promise<number> {
  const { id, name, tokenHash, at } = device;
  const clientId = await registerClientId(sql, id, device.proposeClientId);
  await sql.run(
    `INSERT INTO devices (id, kind, site_id, name, token_hash, client_id, joined_at, last_contact) VALUES (?, 'site', ?, ?, ?, ?, ?, ?)`,
    ...[id, siteId, name, tokenHash, clientId, at, at],
  );
  return clientId;
}

async function addDevice(
  sql: PgSql,
  siteId: string,
  device: NewDevice,
): Promise<Result<{ site: SiteRecord; clientId: number }, DeviceIssue>> {
  const site = await readSite(sql, siteId);
  if (!site) return refused({ code: 'not-found' });
  const known = await readDevice(sql, 'id', device.id);
  if (!known) return accepted({ site, clientId: await registerDevice(sql, siteId, device) });
  if (known.revokedAt !== undefined) return refused({ code: 'unknown-device' });
  const { id, name, tokenHash, at } = device;
  await sql.run(
    'UPDATE devices SET name = ?, token_hash = ?, last_contact = ? WHERE id = ?',
    ...[name, tokenHash, at, id],
  );
  return accepted({ site, clientId: await renewClientId(sql, id, device.proposeClientId) });
}

async function addShutOut(
  sql: PgSql,
  siteId: string,
  device: NewDevice,
  revokedAt: string,
): Promise<boolean> {
  if (await readDevice(sql, 'id', device.id)) return false;
  await registerDevice(sql, (await readSite(sql, siteId)) ? siteId : null, device);
  return revoke(sql, device.id, revokedAt);
}

async function renewClientId(sql: PgSql, deviceId: string, propose: ProposeClientId): Promise<number> {
  const clientId = await registerClientId(sql, deviceId, propose);
  await sql.run('UPDATE devices SET client_id = ? WHERE id = ?', clientId, deviceId);
  return clientId;
}

async function revoke(sql: PgSql, id: string, at: string): Promise<boolean> {
  const device = await readDevice(sql, 'id', id);
  if (!device || device.revokedAt !== undefined) return false;
  await sql.run('UPDATE devices SET revoked_at = ? WHERE id = ?', at, id);
  await sql.run('DELETE FROM sessions WHERE device_id = ?', id);
  await sql.run('DELETE FROM staff_browsers WHERE device_id = ?', id);
  return true;
}

async function recordContacts(sql: PgSql, contacts: readonly Contact[]): Promise<void> {
  await sql.run(
    `UPDATE devices SET last_contact = heard.at, app_version = coalesce(heard.version, app_version)
     FROM (SELECT * FROM json_to_recordset(?::json) AS heard (id text, at text, version text)) AS heard
     WHERE devices.id = heard.id`,
    JSON.stringify(
      latestOf(contacts).map(({ deviceId, at, appVersion }) => ({ id: deviceId, at, version: appVersion })),
    ),
  );
}

/** One a device, as an UPDATE takes no more; a version that was once given stays. */
function latestOf(contacts: readonly Contact[]): Contact[] {
  const latest = new Map<string, Contact>();
  for (const contact of contacts)
    latest.set(contact.deviceId, { ...latest.get(contact.deviceId), ...contact });
  return [...latest.values()];
}

async function recordDocuments(sql: PgSql, documents: readonly DeviceDocument[]): Promise<void> {
  for (const { deviceId, document, changes, seq, at } of documents) {
    await sql.run(
      `INSERT INTO device_documents (device_id, document, changes, seq, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device_id, document) DO UPDATE SET changes = excluded.changes, seq = excluded.seq, at = excluded.at`,
      ...[deviceId, document, changes, seq, at],
    );
  }
}

const documentsOf = (sql: PgSql, deviceIds: readonly string[]): Promise<DeviceDocument[]> =>
  sql.all<DeviceDocument>(
    `SELECT device_id AS "deviceId", document, changes, seq, at FROM device_documents WHERE device_id = ANY(?)`,
    deviceIds,
  );
