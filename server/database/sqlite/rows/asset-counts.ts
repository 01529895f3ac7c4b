/** The number of assets in use in each status, in some stores or in all: counted while rows are written. */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { AssetQuery } from '../../port/rows';
import { statusCode, statusOfCode } from './status-codes';
import { NO_STORE } from './numbers';
import type { RowsQuery } from './rows-view';

interface Count {
  status: number;
  count: number;
}

const countsIn = ({ sql, numbers }: RowsQuery, storeIds: readonly string[] | undefined): Count[] =>
  sql.all<Count>(
    `SELECT status, sum(count) AS count FROM asset_counts
     WHERE store IN (SELECT value FROM json_each(?)) GROUP BY status HAVING sum(count) > 0`,
    JSON.stringify(storeIds ? numbers.knownStores(storeIds) : [NO_STORE]),
  );

/** A status that no asset is in is left out. */
export const countByStatus = (
  parts: RowsQuery,
  storeIds: readonly string[] | undefined,
): Partial<Record<FunctionalStatus | 'UNKNOWN', number>> =>
  Object.fromEntries(
    countsIn(parts, storeIds).map(({ status, count }) => [statusOfCode(status) ?? 'UNKNOWN', count]),
  );

/** Of a query that names stores and statuses and nothing else. */
export function countAssets(parts: RowsQuery, { storeIds, statuses }: Omit<AssetQuery, 'limit'>): number {
  const codes = statuses?.map(statusCode);
  return countsIn(parts, storeIds)
    .filter(({ status }) => !codes || codes.includes(status))
    .reduce((sum, { count }) => sum + count, 0);
}
