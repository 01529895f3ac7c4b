/** The number of assets or logs that name a piece of central data, by store: counted while rows are written. */
import type { Usage, UsedBy } from '../../port/rows';
import type { RowsQuery } from './rows-view';
import { toUid } from './uid';

export function usageOf({ sql, numbers }: RowsQuery, { entity, id }: UsedBy): Usage {
  const kind = numbers.knownKind(entity) ?? -1;
  const stores = sql.all<{ store: number; count: number }>(
    'SELECT store, count FROM uses WHERE uid = ? AND kind = ? AND count > 0',
    toUid(id),
    kind,
  );
  const count = stores.reduce((sum, store) => sum + store.count, 0);
  const storeIds = stores
    .map(({ store }) => numbers.storeName(store))
    .filter((name) => name !== '')
    .sort();
  return entity === 'statusReason'
    ? { assets: 0, logs: count, storeIds }
    : { assets: count, logs: 0, storeIds };
}
