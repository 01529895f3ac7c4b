/** How many assets or logs name a piece of central data, by store. */
import type { Usage, UsedBy } from '../row-port';
import { liveAssets, type RowTables } from './rows';

const fields = {
  catalogueItem: 'catalogueItemId',
  assetType: 'typeId',
  assetCategory: 'categoryId',
  assetClass: 'classId',
} as const;

export function usageOf(tables: RowTables, { entity, id }: UsedBy): Usage {
  if (entity !== 'statusReason') {
    const using = liveAssets(tables).filter((asset) => asset[fields[entity]] === id);
    return { assets: using.length, logs: 0, storeIds: unique(using.map(({ storeId }) => storeId)) };
  }
  const using = tables
    .of('assetLog')
    .values()
    .filter(({ row }) => row.reasonId === id);
  return { assets: 0, logs: using.length, storeIds: unique(using.flatMap(({ storeId }) => storeId ?? [])) };
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
