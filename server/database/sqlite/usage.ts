/** How many assets or logs name a piece of central data, by store. Each query is answered from an index alone. */
import type { Usage, UsedBy } from '../port/rows';
import type { Sql } from './sql';

const fields = {
  catalogueItem: '$.catalogueItemId',
  assetType: '$.typeId',
  assetCategory: '$.categoryId',
  assetClass: '$.classId',
} as const;

export function usageOf(sql: Sql, { entity, id }: UsedBy): Usage {
  const stores =
    entity === 'statusReason'
      ? sql.all<PerStore>(
          `SELECT store_id AS storeId, count(*) AS count FROM entity_rows
           WHERE entity = 'assetLog' AND json_extract(json, '$.reasonId') = ? GROUP BY store_id`,
          id,
        )
      : sql.all<PerStore>(
          `SELECT store_id AS storeId, count(*) AS count FROM assets
           WHERE json_extract(json, '${fields[entity]}') = ? AND deleted = 0 GROUP BY store_id`,
          id,
        );
  const count = stores.reduce((sum, store) => sum + store.count, 0);
  const storeIds = stores.flatMap(({ storeId }) => storeId ?? []);
  return entity === 'statusReason'
    ? { assets: 0, logs: count, storeIds }
    : { assets: count, logs: 0, storeIds };
}

interface PerStore {
  storeId: string | null;
  count: number;
}
