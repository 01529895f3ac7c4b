/** Join codes in PostgreSQL. */
import { accepted, refused, type Result } from '#shared/result';
import type { NewDevice } from '../../port/registry-devices';
import type {
  JoinCodeBook,
  JoinCodeIssue,
  JoinCodeRecord,
  OpenCodesQuery,
  OpenJoinCode,
} from '../../port/registry-join-codes';
import type { SiteRecord } from '../../port/registry-sites';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { registerDevice } from './devices';
import { readSite } from './read-site';

interface CodeRow {
  site_id: string;
  expires_at: string;
  devices: number;
  used: number;
  withdrawn_at: string | null;
}

export function pgJoinCodes(pool: PgPool): JoinCodeBook {
  return {
    add: (codes) =>
      pool.write('registry', async (sql) => {
        for (const code of codes) await addCode(sql, code);
      }),
    open: (query) => pool.read((sql) => openCodes(sql, query)),
    get: (id, at) => pool.read((sql) => sql.get<OpenJoinCode>(`${OPEN} AND id = ?`, at, id)),
    withdraw: (id, at) =>
      pool.write('registry', async (sql) => {
        const isOpen = (await sql.get(`${OPEN} AND id = ?`, at, id)) !== undefined;
        if (isOpen) await sql.run('UPDATE join_codes SET withdrawn_at = ? WHERE id = ?', at, id);
        return isOpen;
      }),
    redeem: (codeHash, device, expectedSiteId) =>
      pool.write('registry', (sql) => redeem(sql, codeHash, device, expectedSiteId)),
  };
}

/** A process of the version before counts its one device by `used_at` alone. */
const USED = 'greatest(used, (used_at IS NOT NULL)::int)';
const SHOWN = `id, site_id AS "siteId", created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt", devices, ${USED} AS used`;
const IS_OPEN = `withdrawn_at IS NULL AND ${USED} < devices AND expires_at > ?`;
const OPEN = `SELECT ${SHOWN} FROM join_codes WHERE ${IS_OPEN}`;

function addCode(sql: PgSql, code: JoinCodeRecord): Promise<void> {
  const text =
    'INSERT INTO join_codes (code_hash, site_id, created_by, created_at, expires_at, id, devices) VALUES (?, ?, ?, ?, ?, ?, ?)';
  const { codeHash, siteId, createdBy, createdAt, expiresAt, id, devices } = code;
  return sql.run(text, codeHash, siteId, createdBy, createdAt, expiresAt, id, devices);
}

async function openCodes(
  sql: PgSql,
  { at, siteIds, limit, after }: OpenCodesQuery,
): Promise<{ codes: OpenJoinCode[]; total: number }> {
  const ofSites = siteIds ? ' AND site_id = ANY(?)' : '';
  const asked = siteIds ? [at, [...siteIds]] : [at];
  const counted = await sql.get<{ total: number }>(
    `SELECT count(*) AS total FROM join_codes WHERE ${IS_OPEN}${ofSites}`,
    ...asked,
  );
  const codes = await sql.all<OpenJoinCode>(
    `${OPEN}${ofSites} AND (expires_at, id) > (?, ?) ORDER BY expires_at, id LIMIT ?`,
    ...[...asked, after?.expiresAt ?? '', after?.id ?? '', limit],
  );
  return { codes, total: counted?.total ?? 0 };
}

/** Writes of the registry run one at a time, in all processes, so nobody can spend the code between the look and the mark. */
async function redeem(
  sql: PgSql,
  codeHash: string,
  device: NewDevice,
  expectedSiteId?: string,
): Promise<Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue>> {
  const code = await sql.get<CodeRow>(
    `SELECT site_id, expires_at, devices, ${USED} AS used, withdrawn_at FROM join_codes WHERE code_hash = ?`,
    codeHash,
  );
  const site = code && (await readSite(sql, code.site_id));
  if (!code || !site) return refused({ code: 'code-unknown' });
  if (code.used >= code.devices) return refused({ code: 'code-used' });
  if (code.withdrawn_at !== null || code.expires_at <= device.at) return refused({ code: 'code-expired' });
  if (expectedSiteId !== undefined && site.id !== expectedSiteId) return refused({ code: 'another-site' });
  await sql.run(
    `UPDATE join_codes SET used = ${USED} + 1, used_at = ?, device_id = ? WHERE code_hash = ?`,
    device.at,
    device.id,
    codeHash,
  );
  return accepted({ site, clientId: await registerDevice(sql, site.id, device) });
}
