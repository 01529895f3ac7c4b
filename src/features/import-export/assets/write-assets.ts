/** Assets as rows of a table. What central data names stands there by its name, a catalogue item and a store by their code. */
import type { AssetRow } from '../../../replica/records';
import { fieldOf } from '../around';
import type { Cell, Cells } from '../../../spreadsheet/cell';
import type { Column } from '../columns';
import { cellWriter, type CellWords } from '../write-rows';
import type { AssetData } from './asset-data';

export type AssetWriter = (column: Column, asset: AssetRow) => Cell;

export function assetWriter(data: AssetData, words: CellWords): AssetWriter {
  const write = cellWriter(data.around, words);
  const items = new Map(data.catalogue.map((item) => [item.id, item]));
  const reasons = new Map(data.reasons.map(({ id, reason }) => [id, reason]));
  const stores = new Map(data.stores.map(({ id, code }) => [id, code]));
  const make = (field: string, asset: AssetRow): Cell => {
    const own = fieldOf(items.get(asset.catalogueItemId ?? '') ?? asset, field);
    return typeof own === 'string' ? own : null;
  };
  const writers: Readonly<Record<string, (asset: AssetRow) => Cell>> = {
    storeId: ({ storeId }) => stores.get(storeId) ?? storeId,
    catalogueItemId: ({ catalogueItemId: id }) => items.get(id ?? '')?.code ?? id ?? null,
    manufacturer: (asset) => make('manufacturer', asset),
    model: (asset) => make('model', asset),
    reason: ({ reasonId }) => reasons.get(reasonId ?? '') ?? null,
  };
  return (column, asset) =>
    writers[column.id]?.(asset) ?? (column.id in writers ? null : write(column, asset));
}

export function writeAssets(
  columns: readonly Column[],
  headers: Cells,
  assets: readonly AssetRow[],
  data: AssetData,
  words: CellWords,
): Cells[] {
  const write = assetWriter(data, words);
  return [headers, ...assets.map((asset) => columns.map((column) => write(column, asset)))];
}
