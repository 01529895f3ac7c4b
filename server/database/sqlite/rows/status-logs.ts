/**
 * The logs that say a status, by the moment at which it happened: each moment is found by itself, however many there are, and so is the
 * nearest at which a status was said, or another one.
 */
import type { AssetLog } from '#shared/domain/asset-log';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { WhichStatus } from '../../port/rows-tx';
import { readRow } from '../stored-json';
import type { RowsQuery } from './rows-view';
import { statusCode } from './status-codes';
import { toUid } from './uid';

type Side = 'before' | 'after';

interface Looking extends WhichStatus {
  side: Side | 'at';
  ms: number;
}

export function statusLogs(
  { sql, numbers }: RowsQuery,
  assetIds: readonly string[],
  { side, ms, is, not }: Looking,
): AssetLog[] {
  const kind = numbers.knownKind('assetLog');
  if (kind === undefined) return [];
  const owners = assetIds.map(toUid);
  const codes = functionalStatuses.filter((one) => (is === undefined || one === is) && one !== not);
  const at = side === 'at' ? ms : nearest(side);
  if (at === undefined) return [];
  const query = queryOf('at', codes.map(statusCode));
  return owners.flatMap((owner) =>
    sql.all<{ json: string }>(query, owner, kind, at).map(({ json }) => readRow<'assetLog'>(json)),
  );

  function nearest(to: Side): number | undefined {
    const text = queryOf(to, codes.map(statusCode));
    const found = owners.flatMap(
      (owner) => sql.get<{ ms: number | null }>(text, owner, kind ?? -1, ms)?.ms ?? [],
    );
    return found.length === 0 ? undefined : Math[to === 'before' ? 'max' : 'min'](...found);
  }
}

const queries = new Map<string, string>();

function queryOf(side: Side | 'at', codes: readonly number[]): string {
  const key = `${side} ${codes.join()}`;
  const query = queries.get(key) ?? (side === 'at' ? atMoment(codes) : nearestTo(side, codes));
  queries.set(key, query);
  return query;
}

const OF = 'FROM entities WHERE owner = ?1 AND kind = ?2';

const atMoment = (codes: readonly number[]): string =>
  `SELECT json ${OF} AND status IN (${codes.join()}) AND at = ?3`;

/** A look for each status, since the index has the moments of each by themselves. */
function nearestTo(side: Side, codes: readonly number[]): string {
  const [best, beyond] = side === 'before' ? ['max', '<'] : ['min', '>'];
  const each = codes.map((code) => `SELECT ${best}(at) AS ms ${OF} AND status = ${code} AND at ${beyond} ?3`);
  return `SELECT ${best}(ms) AS ms FROM (${each.join(' UNION ALL ')})`;
}
