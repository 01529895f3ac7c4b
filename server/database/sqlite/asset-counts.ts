/** How many assets are in which status, as the database keeps it (migration 008). */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import type { AssetQuery } from '../port/rows';
import type { Sql } from './sql';

interface Count {
  status: FunctionalStatus | '';
  count: number;
}

const countsIn = (sql: Sql, storeIds: readonly string[] | undefined): Count[] =>
  sql.all<Count>(
    `SELECT functional_status AS status, sum(count) AS count FROM asset_counts
     WHERE store_id IN (SELECT value FROM json_each(?)) GROUP BY functional_status HAVING sum(count) > 0`,
    JSON.stringify(storeIds ?? ['']),
  );

/** In these stores or (undefined) in all; a status that no asset is in is left out. */
export const countByStatus = (
  sql: Sql,
  storeIds: readonly string[] | undefined,
): Partial<Record<FunctionalStatus | 'UNKNOWN', number>> =>
  Object.fromEntries(countsIn(sql, storeIds).map(({ status, count }) => [status || 'UNKNOWN', count]));

/** Of a query that names stores and statuses and nothing else. */
export const countAssets = (sql: Sql, { storeIds, statuses }: AssetQuery): number =>
  countsIn(sql, storeIds)
    .filter(({ status }) => !statuses || (status !== '' && statuses.includes(status)))
    .reduce((sum, { count }) => sum + count, 0);
