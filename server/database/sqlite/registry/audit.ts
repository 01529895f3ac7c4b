/** The record of what staff did, in SQLite: what was written down, and the edits of central data that the changes tell of. */
import type {
  AuditBook,
  AuditEntry,
  AuditPosition,
  AuditQuery,
  AuditRecord,
} from '../../port/registry-audit';
import type { SqliteFile, Sql } from '../sqlite-file';
import type { Param } from '../sql';

interface AuditRow {
  at: string;
  source: number;
  id: number;
  user_id: string;
  action: string;
  subject: string;
  details: string | null;
  count: number;
}

export function sqliteAudit(database: SqliteFile): AuditBook {
  return {
    write: ({ at, userId, action, subject, details }) =>
      database.write((sql) => {
        const text = 'INSERT INTO audit (at, user_id, action, subject, details) VALUES (?, ?, ?, ?, ?)';
        sql.run(text, at, userId, action, subject, details ? JSON.stringify(details) : null);
      }),
    page: async (query) => database.read((sql) => pageOf(sql, query)),
  };
}

const sources = ['change', 'audit'] as const;
const rankOf = (source: AuditPosition['source']): number => sources.indexOf(source);

/** The condition on the entity is that of the index, word for word. */
const TEXT = `SELECT * FROM (
  SELECT at, 1 AS source, id, user_id, action, subject, details, 1 AS count FROM audit
  WHERE at >= ?1 AND at < ?2 AND (?3 = '' OR user_id = ?3) AND (?4 = '' OR action LIKE ?4 || '.%')
    AND (at, 1, id) < (?5, ?6, ?7)
  ORDER BY at DESC, id DESC LIMIT ?8)
UNION ALL SELECT * FROM (
  SELECT received_at AS at, 0 AS source, max(seq) AS id, received_from AS user_id, kind AS action,
    entity_id AS subject, NULL AS details, count(*) AS count FROM changes
  WHERE entity NOT IN ('asset', 'assetLog', 'file')
    AND received_at >= ?1 AND received_at < ?2 AND received_at <= ?5
    AND (?3 = '' OR received_from = ?3) AND (?4 = '' OR kind LIKE ?4 || '.%')
  GROUP BY received_at, received_from, kind HAVING (received_at, 0, max(seq)) < (?5, ?6, ?7)
  ORDER BY received_at DESC, max(seq) DESC LIMIT ?8)
ORDER BY at DESC, source DESC, id DESC LIMIT ?8`;

const ALWAYS = '9999';

function pageOf(sql: Sql, { limit, userId, kind, from, to, after }: AuditQuery): AuditRecord[] {
  const position: Param[] = after
    ? [after.at, rankOf(after.source), after.id]
    : [ALWAYS, rankOf('audit'), Number.MAX_SAFE_INTEGER];
  const rows = sql.all<AuditRow>(
    TEXT,
    ...[from ?? '', to ?? ALWAYS, userId ?? '', kind ?? '', ...position, limit],
  );
  return rows.map(toRecord);
}

const toRecord = ({ source, user_id, details, ...row }: AuditRow): AuditRecord => ({
  ...row,
  source: sources[source] ?? 'audit',
  userId: user_id,
  // written by us, from an AuditEntry
  ...(details !== null && { details: JSON.parse(details) as NonNullable<AuditEntry['details']> }),
});
