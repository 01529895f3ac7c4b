/** Equipment as rows of a table. Central data stand there by their names, a catalogue item and a store by their code. */
import type { Cell, Cells } from '../../spreadsheet/cell';
import { fieldOf } from '../around';
import type { Column } from '../column';
import { cellWriter, type CellWords } from '../write-rows';
import { catalogueCodes } from './catalogue-codes';
import type { EquipmentData, EquipmentRow } from './equipment-data';
import { storeLabel, storesMeant } from './find-store';

export type EquipmentWriter = (column: Column, asset: EquipmentRow) => Cell;

export function equipmentWriter(data: EquipmentData, words: CellWords): EquipmentWriter {
  const write = cellWriter(data.around, words);
  const codes = catalogueCodes(data.catalogue);
  const reasons = new Map(data.reasons.map(({ id, reason }) => [id, reason]));
  const stores = new Map(data.stores.map((store) => [store.id, codeOf(store, data)]));
  const itemOf = ({ catalogueItemId = '' }: EquipmentRow) => codes.byId.get(catalogueItemId);
  const make = (field: string, asset: EquipmentRow): Cell => {
    const own = fieldOf(itemOf(asset) ?? asset, field);
    return typeof own === 'string' && own !== '' ? own : null;
  };
  const writers: Readonly<Record<string, (asset: EquipmentRow) => Cell>> = {
    storeId: ({ storeId }) => stores.get(storeId) ?? (storeId === '' ? null : storeId),
    catalogueItemId: (asset) => {
      const item = itemOf(asset);
      return item ? codes.label(item) : (asset.catalogueItemId ?? null);
    },
    manufacturer: (asset) => make('manufacturer', asset),
    model: (asset) => make('model', asset),
    reason: ({ reasonId }) => reasons.get(reasonId ?? '') ?? null,
  };
  return (column, asset) =>
    Object.hasOwn(writers, column.id) ? (writers[column.id]?.(asset) ?? null) : write(column, asset);
}

/** The code, with the site's where the code alone could be another store. */
const codeOf = (store: EquipmentData['stores'][number], { stores }: EquipmentData): string =>
  storesMeant(store.code, stores).length > 1 ? storeLabel(store) : store.code;

export function writeEquipment(
  columns: readonly Column[],
  headings: Cells,
  assets: readonly EquipmentRow[],
  data: EquipmentData,
  words: CellWords,
): Cells[] {
  const write = equipmentWriter(data, words);
  return [headings, ...assets.map((asset) => columns.map((column) => write(column, asset)))];
}
