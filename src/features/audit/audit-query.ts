/** The query for the record of acts, from the address of the page. */
import type { AuditQuery } from '../../central-api/audit';

const DAY = 24 * 60 * 60 * 1000;

/** Days are those of the reader; the last one is meant whole. A text that is no day is left out. */
export function auditQuery(query: URLSearchParams): AuditQuery {
  const [user, kind] = [query.get('user'), query.get('kind')];
  const [from, to] = [startOf(query.get('from')), startOf(query.get('to'))];
  return {
    limit: 50,
    ...(user !== null && { userId: user }),
    ...(kind !== null && { kind }),
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to + DAY).toISOString() }),
  };
}

function startOf(day: string | null): number | undefined {
  const start = day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00`) : NaN;
  return Number.isNaN(start) ? undefined : start;
}
