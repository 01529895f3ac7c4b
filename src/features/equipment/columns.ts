/** The columns of the table on wide screens: which there are, and which this device has chosen. */
import type { WordKey } from '../../words/keys';
import type { SortColumn } from './sort';

export type ColumnId = SortColumn | 'notes';

export interface AssetColumn {
  id: ColumnId;
  label: WordKey;
  /** a CSS grid track */
  track: string;
}

export const columns: readonly AssetColumn[] = [
  { id: 'assetNumber', label: 'asset.assetNumber', track: 'minmax(6.5rem, 1fr)' },
  { id: 'status', label: 'status.heading', track: 'minmax(9.25rem, 1.2fr)' },
  { id: 'type', label: 'asset.typeId', track: 'minmax(7rem, 1.5fr)' },
  { id: 'category', label: 'asset.categoryId', track: 'minmax(7rem, 1.3fr)' },
  { id: 'manufacturer', label: 'asset.manufacturer', track: 'minmax(7.25rem, 1fr)' },
  { id: 'model', label: 'asset.model', track: 'minmax(5.5rem, 1fr)' },
  { id: 'serialNumber', label: 'asset.serialNumber', track: 'minmax(5.25rem, 1fr)' },
  { id: 'store', label: 'asset.storeId', track: 'minmax(6rem, 1fr)' },
  { id: 'location', label: 'asset.storageLocation', track: 'minmax(5.25rem, 1fr)' },
  { id: 'installed', label: 'asset.installationDate', track: 'minmax(6.5rem, 0.9fr)' },
  { id: 'replacement', label: 'asset.replacementDate', track: 'minmax(6.5rem, 0.9fr)' },
  { id: 'needsReplacement', label: 'asset.needsReplacement', track: 'minmax(5rem, 0.7fr)' },
  { id: 'notes', label: 'asset.notes', track: 'minmax(7rem, 1.5fr)' },
];

/** The number leads to the asset and the status is what one looks for: these two are always there. */
export const fixedColumns: readonly ColumnId[] = ['assetNumber', 'status'];
const atFirst: readonly ColumnId[] = [
  'type',
  'manufacturer',
  'model',
  'serialNumber',
  'location',
  'installed',
];

/** From the setting: ids with commas between; nothing chosen yet: the usual ones. */
export function readColumns(setting: unknown): AssetColumn[] {
  const chosen: readonly string[] = typeof setting === 'string' ? setting.split(',') : atFirst;
  return columns.filter(({ id }) => fixedColumns.includes(id) || chosen.includes(id));
}

/** The setting once a column is taken in or left out. */
export function toggledColumn(shown: readonly AssetColumn[], id: ColumnId): string {
  const ids = shown.map((column) => column.id);
  const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
  return next.filter((one) => !fixedColumns.includes(one)).join(',');
}
