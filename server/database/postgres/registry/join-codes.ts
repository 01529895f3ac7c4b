/** Join codes in PostgreSQL. */
import { accepted, refused, type Result } from '#shared/result';
import type { NewDevice } from '../../port/registry-devices';
import type { JoinCodeBook, JoinCodeIssue, JoinCodeRecord } from '../../port/registry-join-codes';
import type { SiteRecord } from '../../port/registry-sites';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { registerDevice } from './devices';
import { readSite } from './sites';

interface CodeRow {
  site_id: string;
  expires_at: string;
  used_at: string | null;
}

export function pgJoinCodes(pool: PgPool): JoinCodeBook {
  return {
    add: (code) => pool.write('registry', (sql) => addCode(sql, code)),
    redeem: (codeHash, device, expectedSiteId) =>
      pool.write('registry', (sql) => redeem(sql, codeHash, device, expectedSiteId)),
  };
}

function addCode(
  sql: PgSql,
  { codeHash, siteId, createdBy, createdAt, expiresAt }: JoinCodeRecord,
): Promise<void> {
  const text =
    'INSERT INTO join_codes (code_hash, site_id, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)';
  return sql.run(text, codeHash, siteId, createdBy, createdAt, expiresAt);
}

/** Writes of the registry run one at a time, in all processes, so nobody can spend the code between the look and the mark. */
async function redeem(
  sql: PgSql,
  codeHash: string,
  device: NewDevice,
  expectedSiteId?: string,
): Promise<Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue>> {
  const code = await sql.get<CodeRow>(
    'SELECT site_id, expires_at, used_at FROM join_codes WHERE code_hash = ?',
    codeHash,
  );
  const site = code && (await readSite(sql, code.site_id));
  if (!code || !site) return refused({ code: 'code-unknown' });
  if (code.used_at !== null) return refused({ code: 'code-used' });
  if (code.expires_at <= device.at) return refused({ code: 'code-expired' });
  if (expectedSiteId !== undefined && site.id !== expectedSiteId) return refused({ code: 'another-site' });
  await sql.run(
    'UPDATE join_codes SET used_at = ?, device_id = ? WHERE code_hash = ?',
    device.at,
    device.id,
    codeHash,
  );
  return accepted({ site, clientId: await registerDevice(sql, site.id, device) });
}
