/** Assets as rows of a table. What central data names stands there by its name, a catalogue item and a store by their code. */
import type { AssetRow } from '../../../replica/records';
import { fieldOf } from '../around';
import type { Cell, Cells } from '../cell';
import type { Column } from '../columns';
import { cellWriter, type CellWords } from '../write-rows';
import type { AssetData } from './asset-data';

export function writeAssets(
  columns: readonly Column[],
  headers: Cells,
  assets: readonly AssetRow[],
  data: AssetData,
  words: CellWords,
): Cells[] {
  const write = cellWriter(data.around, words);
  const items = new Map(data.catalogue.map((item) => [item.id, item]));
  const reasons = new Map(data.reasons.map(({ id, reason }) => [id, reason]));
  const stores = new Map(data.stores.map(({ id, code }) => [id, code]));
  const cellOf = (column: Column, asset: AssetRow): Cell => {
    const item = items.get(asset.catalogueItemId ?? '');
    switch (column.id) {
      case 'storeId':
        return stores.get(asset.storeId) ?? asset.storeId;
      case 'catalogueItemId':
        return item?.code ?? asset.catalogueItemId ?? null;
      case 'manufacturer':
      case 'model': {
        const own = fieldOf(item ?? asset, column.id);
        return typeof own === 'string' ? own : null;
      }
      case 'reason':
        return asset.reasonId === undefined ? null : (reasons.get(asset.reasonId) ?? null);
      default:
        return write(column, asset);
    }
  };
  return [headers, ...assets.map((asset) => columns.map((column) => cellOf(column, asset)))];
}
