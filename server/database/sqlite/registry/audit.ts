/** The record of what staff did, in SQLite: what was written down, and the edits of central data that the rows tell of. */
import type {
  AuditBook,
  AuditEntry,
  AuditPosition,
  AuditQuery,
  AuditRecord,
} from '../../port/registry-audit';
import type { CentralEdit, RowReader } from '../../port/rows';
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
    page: async (query) => {
      const written = database.read((sql) => writtenDown(sql, query));
      const edits = (await editsOf(rows, query)).map(editRecord);
      return [...written, ...edits].sort(later).slice(0, query.limit);
    },
  };
}

const sources = ['change', 'audit'] as const;
const rankOf = (source: AuditPosition['source']): number => sources.indexOf(source);

const TEXT = `SELECT at, id, user_id, action, subject, details FROM audit
  WHERE at >= ?1 AND at < ?2 AND (?3 = '' OR user_id = ?3) AND (?4 = '' OR action LIKE ?4 || '.%') AND (at, 1, id) < (?5, ?6, ?7)
  ORDER BY at DESC, id DESC LIMIT ?8`;

const ALWAYS = '9999';

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

/** What was written down at the same moment comes before. */
function editsOf(
  rows: Pick<RowReader, 'centralEdits'>,
  { limit, userId, kind, from, to, after }: AuditQuery,
): Promise<CentralEdit[]> {
  const seq = after?.source === 'change' ? after.id : Number.MAX_SAFE_INTEGER;
  return rows.centralEdits({
    limit,
    ...(userId !== undefined && { userId }),
    ...(kind !== undefined && { entity: kind }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(after && { before: { at: after.at, seq } }),
  });
}

const later = (a: AuditRecord, b: AuditRecord): number =>
  (a.at < b.at ? 1 : a.at > b.at ? -1 : 0) || rankOf(b.source) - rankOf(a.source) || b.id - a.id;

const toRecord = ({ user_id, details, ...row }: AuditRow): AuditRecord => ({
  ...row,
  source: 'audit',
  count: 1,
  userId: user_id,
  // written by us, from an AuditEntry
  ...(details !== null && { details: JSON.parse(details) as NonNullable<AuditEntry['details']> }),
});

const editRecord = ({ at, seq, userId, kind, entityId, count }: CentralEdit): AuditRecord => ({
  at,
  source: 'change',
  id: seq,
  userId,
  action: kind,
  subject: entityId,
  count,
});
