/** The record of the acts of staff, in SQLite: the acts that were written down, and the edits of central data that the rows hold. */
import { ALWAYS, auditPage, rankOf } from '../../audit-page';
import type { AuditBook, AuditEntry, AuditQuery, AuditRecord } from '../../port/registry-audit';
import type { RowReader } from '../../port/rows';
import type { SqliteFile, Sql } from '../sqlite-file';
import type { Param } from '../sql';

interface AuditRow {
  at: string;
  id: number;
  user_id: string;
  action: string;
  subject: string;
  details: string | null;
}

export function sqliteAudit(database: SqliteFile, rows: Pick<RowReader, 'centralEdits'>): AuditBook {
  return {
    write: ({ at, userId, action, subject, details }) =>
      database.write((sql) => {
        const text = 'INSERT INTO audit (at, user_id, action, subject, details) VALUES (?, ?, ?, ?, ?)';
        sql.run(text, at, userId, action, subject, details ? JSON.stringify(details) : null);
      }),
    page: async (query) =>
      auditPage(
        database.read((sql) => writtenDown(sql, query)),
        rows,
        query,
      ),
  };
}

const TEXT = `SELECT at, id, user_id, action, subject, details FROM audit
  WHERE at >= ?1 AND at < ?2 AND (?3 = '' OR user_id = ?3) AND (?4 = '' OR action LIKE ?4 || '.%') AND (at, 1, id) < (?5, ?6, ?7)
  ORDER BY at DESC, id DESC LIMIT ?8`;

function writtenDown(sql: Sql, { limit, userId, kind, from, to, after }: AuditQuery): AuditRecord[] {
  const position: Param[] = after
    ? [after.at, rankOf(after.source), after.id]
    : [ALWAYS, rankOf('audit'), Number.MAX_SAFE_INTEGER];
  const rows = sql.all<AuditRow>(
    TEXT,
    ...[from ?? '', to ?? ALWAYS, userId ?? '', kind ?? '', ...position, limit],
  );
  return rows.map(toRecord);
}

const toRecord = ({ user_id, details, ...row }: AuditRow): AuditRecord => ({
  ...row,
  source: 'audit',
  count: 1,
  userId: user_id,
  // written by us, from an AuditEntry
  ...(details !== null && { details: JSON.parse(details) as NonNullable<AuditEntry['details']> }),
});
