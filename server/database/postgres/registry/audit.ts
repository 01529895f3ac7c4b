/** The record of the acts of staff, in PostgreSQL: the acts that were written down, and the edits of central data that the rows hold. */
import { auditPage, ALWAYS, rankOf } from '../../audit-page';
import type { AuditBook, AuditEntry, AuditQuery, AuditRecord } from '../../port/registry-audit';
import type { RowReader } from '../../port/rows';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

interface AuditRow {
  at: string;
  id: number;
  user_id: string;
  action: string;
  subject: string;
  details: string | null;
}

export function pgAudit(pool: PgPool, rows: Pick<RowReader, 'centralEdits'>): AuditBook {
  return {
    write: ({ at, userId, action, subject, details }) =>
      pool.write('registry', (sql) => {
        const text = 'INSERT INTO audit (at, user_id, action, subject, details) VALUES (?, ?, ?, ?, ?)';
        return sql.run(text, at, userId, action, subject, details ? JSON.stringify(details) : null);
      }),
    page: async (query) => auditPage(await pool.read((sql) => writtenDown(sql, query)), rows, query),
  };
}

const TEXT = `SELECT at, id, user_id, action, subject, details FROM audit
  WHERE at >= ?1 AND at < ?2 AND (?3 = '' OR user_id = ?3) AND (?4 = '' OR starts_with(action, ?4 || '.'))
  AND (at, 1, id) < (?5, ?6::integer, ?7::bigint)
  ORDER BY at DESC, id DESC LIMIT ?8`;

async function writtenDown(
  sql: PgSql,
  { limit, userId, kind, from, to, after }: AuditQuery,
): Promise<AuditRecord[]> {
  const position = after
    ? ([after.at, rankOf(after.source), after.id] as const)
    : ([ALWAYS, rankOf('audit'), Number.MAX_SAFE_INTEGER] as const);
  const which = [from ?? '', to ?? ALWAYS, userId ?? '', kind ?? ''] as const;
  return (await sql.all<AuditRow>(TEXT, ...which, ...position, limit)).map(toRecord);
}

const toRecord = ({ user_id, details, ...row }: AuditRow): AuditRecord => ({
  ...row,
  source: 'audit',
  count: 1,
  userId: user_id,
  // written by us, from an AuditEntry
  ...(details !== null && { details: JSON.parse(details) as NonNullable<AuditEntry['details']> }),
});
