/** Edits of central data, as the audit shows them: those of one moment, author and kind are one entry. */
import type { CentralEdit, CentralEditQuery } from '../../port/rows';
import type { RowsQuery } from './rows-view';

const TEXT = `SELECT at, max(seq) AS seq, user_id AS userId, kind, entity_id AS entityId, count(*) AS count FROM central_edits
  WHERE at >= ?1 AND at < ?2 AND at <= ?5 AND (?3 = '' OR user_id = ?3) AND (?4 = '' OR kind LIKE ?4 || '.%')
  GROUP BY at, user_id, kind HAVING (at, max(seq)) < (?5, ?6)
  ORDER BY at DESC, max(seq) DESC LIMIT ?7`;

const ALWAYS = '9999';

export function centralEdits(
  { sql }: RowsQuery,
  { userId = '', entity = '', from = '', to = ALWAYS, before, limit }: CentralEditQuery,
): CentralEdit[] {
  const position = [before?.at ?? ALWAYS, before?.seq ?? Number.MAX_SAFE_INTEGER] as const;
  return sql.all<CentralEdit>(TEXT, from, to, userId, entity, ...position, limit);
}
