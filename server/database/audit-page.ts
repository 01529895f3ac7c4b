/**
 * A page of the audit: the acts that were written down and the edits of central data that the rows hold, as one list. The same for every
 * database.
 */
import type { AuditPosition, AuditQuery, AuditRecord } from './port/registry-audit';
import type { CentralEdit, RowReader } from './port/rows';

/** After every instant. */
export const ALWAYS = '9999';

const sources = ['change', 'audit'] as const;
export const rankOf = (source: AuditPosition['source']): number => sources.indexOf(source);

export async function auditPage(
  written: readonly AuditRecord[],
  rows: Pick<RowReader, 'centralEdits'>,
  query: AuditQuery,
): Promise<AuditRecord[]> {
  const edits = (await editsOf(rows, query)).map(editRecord);
  return [...written, ...edits].sort(later).slice(0, query.limit);
}

/** Acts written down at the same moment come before these edits. */
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

const editRecord = ({ at, seq, userId, kind, entityId, count }: CentralEdit): AuditRecord => ({
  at,
  source: 'change',
  id: seq,
  userId,
  action: kind,
  subject: entityId,
  count,
});
