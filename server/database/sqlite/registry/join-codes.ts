/** Join codes in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type {
  JoinCodeBook,
  JoinCodeIssue,
  JoinCodeRecord,
  OpenCodesQuery,
  OpenJoinCode,
} from '../../port/registry-join-codes';
import type { NewDevice } from '../../port/registry-devices';
import type { SiteRecord } from '../../port/registry-sites';
import type { SqliteFile, Sql } from '../sqlite-file';
import { registerDevice } from './devices';
import { readSite } from './read-site';

interface CodeRow {
  site_id: string;
  expires_at: string;
  devices: number;
  used: number;
  withdrawn_at: string | null;
}

export function sqliteJoinCodes(database: SqliteFile): JoinCodeBook {
  return {
    add: (codes) => database.write((sql) => codes.forEach((code) => addCode(sql, code))),
    open: async (query) => database.read((sql) => openCodes(sql, query)),
    get: async (id, at) => database.read((sql) => sql.get<OpenJoinCode>(`${OPEN} AND id = ?`, at, id)),
    withdraw: (id, at) =>
      database.write((sql) => {
        const isOpen = sql.get(`${OPEN} AND id = ?`, at, id) !== undefined;
        if (isOpen) sql.run('UPDATE join_codes SET withdrawn_at = ? WHERE id = ?', at, id);
        return isOpen;
      }),
    redeem: (codeHash, device, expectedSiteId) =>
      database.write((sql) => redeem(sql, codeHash, device, expectedSiteId)),
  };
}

const SHOWN = `id, site_id AS siteId, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt, devices, used`;
const IS_OPEN = 'withdrawn_at IS NULL AND used < devices AND expires_at > ?';
const OPEN = `SELECT ${SHOWN} FROM join_codes WHERE ${IS_OPEN}`;

function addCode(sql: Sql, code: JoinCodeRecord): void {
  const text =
    'INSERT INTO join_codes (code_hash, site_id, created_by, created_at, expires_at, id, devices) VALUES (?, ?, ?, ?, ?, ?, ?)';
  const { codeHash, siteId, createdBy, createdAt, expiresAt, id, devices } = code;
  sql.run(text, codeHash, siteId, createdBy, createdAt, expiresAt, id, devices);
}

function openCodes(
  sql: Sql,
  { at, siteIds, limit, after }: OpenCodesQuery,
): { codes: OpenJoinCode[]; total: number } {
  const ofSites = siteIds ? ' AND site_id IN (SELECT value FROM json_each(?))' : '';
  const asked = siteIds ? [at, JSON.stringify(siteIds)] : [at];
  const total = sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM join_codes WHERE ${IS_OPEN}${ofSites}`,
    ...asked,
  )?.total;
  const codes = sql.all<OpenJoinCode>(
    `${OPEN}${ofSites} AND (expires_at, id) > (?, ?) ORDER BY expires_at, id LIMIT ?`,
    ...[...asked, after?.expiresAt ?? '', after?.id ?? '', limit],
  );
  return { codes, total: total ?? 0 };
}

/** Writes run one at a time, so nobody can spend the code between the look and the mark. */
function redeem(
  sql: Sql,
  codeHash: string,
  device: NewDevice,
  expectedSiteId?: string,
): Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue> {
  const code = sql.get<CodeRow>(
    'SELECT site_id, expires_at, devices, used, withdrawn_at FROM join_codes WHERE code_hash = ?',
    codeHash,
  );
  const site = code && readSite(sql, code.site_id);
  if (!code || !site) return refused({ code: 'code-unknown' });
  if (code.used >= code.devices) return refused({ code: 'code-used' });
  if (code.withdrawn_at !== null || code.expires_at <= device.at) return refused({ code: 'code-expired' });
  if (expectedSiteId !== undefined && site.id !== expectedSiteId) return refused({ code: 'another-site' });
  sql.run(
    'UPDATE join_codes SET used = used + 1, used_at = ?, device_id = ? WHERE code_hash = ?',
    device.at,
    device.id,
    codeHash,
  );
  return accepted({ site, clientId: registerDevice(sql, site.id, device) });
}
