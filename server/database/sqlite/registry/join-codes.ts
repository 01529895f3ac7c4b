/** Join codes in SQLite. */
import { accepted, refused, type Result } from '#shared/result';
import type { JoinCodeBook, JoinCodeIssue, JoinCodeRecord } from '../../port/registry-join-codes';
import type { NewDevice } from '../../port/registry-devices';
import type { SiteRecord } from '../../port/registry-sites';
import type { SqliteFile, Sql } from '../sqlite-file';
import { registerDevice } from './devices';
import { readSite } from './sites';

interface CodeRow {
  site_id: string;
  expires_at: string;
  used_at: string | null;
}

export function sqliteJoinCodes(database: SqliteFile): JoinCodeBook {
  return {
    add: (code) => database.write((sql) => addCode(sql, code)),
    redeem: (codeHash, device, expectedSiteId) =>
      database.write((sql) => redeem(sql, codeHash, device, expectedSiteId)),
  };
}

function addCode(sql: Sql, { codeHash, siteId, createdBy, createdAt, expiresAt }: JoinCodeRecord): void {
  const text =
    'INSERT INTO join_codes (code_hash, site_id, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)';
  sql.run(text, codeHash, siteId, createdBy, createdAt, expiresAt);
}

/** Writes run one at a time, so nobody can spend the code between the look and the mark. */
function redeem(
  sql: Sql,
  codeHash: string,
  device: NewDevice,
  expectedSiteId?: string,
): Result<{ site: SiteRecord; clientId: number }, JoinCodeIssue> {
  const code = sql.get<CodeRow>(
    'SELECT site_id, expires_at, used_at FROM join_codes WHERE code_hash = ?',
    codeHash,
  );
  const site = code && readSite(sql, code.site_id);
  if (!code || !site) return refused({ code: 'code-unknown' });
  if (code.used_at !== null) return refused({ code: 'code-used' });
  if (code.expires_at <= device.at) return refused({ code: 'code-expired' });
  if (expectedSiteId !== undefined && site.id !== expectedSiteId) return refused({ code: 'another-site' });
  sql.run(
    'UPDATE join_codes SET used_at = ?, device_id = ? WHERE code_hash = ?',
    device.at,
    device.id,
    codeHash,
  );
  return accepted({ site, clientId: registerDevice(sql, site.id, device) });
}
