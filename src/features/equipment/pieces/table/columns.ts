/** The columns of the table on wide screens: all of them, those that this device has chosen, and their texts. */
import type { WordKey } from '../../../../words/keys';
import { durationInWords } from '../../../../words/duration';
import type { Words } from '../../../../words/words.svelte';
import type { ListedAsset } from './listing';
import type { SortColumn } from './sort';

export type ColumnId = Exclude<SortColumn, 'since'> | 'site' | 'reason' | 'age' | 'problems';

export interface AssetColumn {
  id: ColumnId;
  label: WordKey;
  /** the least it needs, in rem */
  least: number;
  /** the column's share of the room that is left, beside the others */
  share: number;
  /** its head only names it: the list is not sorted by it */
  isUnsorted?: boolean;
}

export const columns: readonly AssetColumn[] = [
  { id: 'assetNumber', label: 'asset.assetNumber', least: 7, share: 1 },
  { id: 'status', label: 'status.heading', least: 11, share: 1.2 },
  { id: 'checked', label: 'equipment.lastChecked', least: 6, share: 0.8 },
  { id: 'type', label: 'asset.typeId', least: 6, share: 1.5 },
  { id: 'category', label: 'asset.categoryId', least: 7, share: 1.3 },
  { id: 'manufacturer', label: 'asset.manufacturer', least: 7, share: 1 },
  { id: 'model', label: 'asset.model', least: 4.5, share: 1 },
  { id: 'catalogue', label: 'asset.catalogueItemId', least: 6.5, share: 0.8 },
  { id: 'serialNumber', label: 'asset.serialNumber', least: 6.5, share: 1 },
  { id: 'store', label: 'asset.storeId', least: 6, share: 1 },
  { id: 'location', label: 'asset.storageLocation', least: 5, share: 1 },
  { id: 'installed', label: 'asset.installationDate', least: 5.5, share: 0.9 },
  { id: 'replacement', label: 'asset.replacementDate', least: 6.5, share: 0.9 },
  { id: 'needsReplacement', label: 'asset.needsReplacement', least: 7, share: 0.7 },
  { id: 'notes', label: 'asset.notes', least: 7, share: 1.5 },
];

/** The number leads to the asset and people look for the status: these two are always there. */
export const fixedColumns: readonly ColumnId[] = ['assetNumber', 'status'];
/** The columns that stand beside the page of an asset. */
export const besideDetail: readonly AssetColumn[] = columns.filter(({ id }) => fixedColumns.includes(id));

/** The boxes by which rows are chosen, and the gaps and margins of a row, in rem. */
const BOX = 1.375;
const GAP = 0.75;
const MARGINS = 2;

/** The columns as CSS grid tracks. */
export const tracksOf = (shown: readonly AssetColumn[], hasBoxes = true): string =>
  [
    ...(hasBoxes ? [`${BOX}rem`] : []),
    ...shown.map(({ least, share }) => `minmax(${least}rem, ${share}fr)`),
  ].join(' ');

/** The width below which a row would be too narrow to read. */
export const leastWidthOf = (shown: readonly AssetColumn[]): string =>
  `${shown.reduce((sum, { least }) => sum + GAP + least, BOX + MARGINS)}rem`;

const atFirst: readonly ColumnId[] = [
  'type',
  'manufacturer',
  'model',
  'serialNumber',
  'location',
  'installed',
];

/** The columns of a setting: ids with commas between. Without a choice, the usual ones. */
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

type Writer = (words: Words, asset: ListedAsset) => string;

const day =
  (column: 'installed' | 'replacement'): Writer =>
  (words, asset) =>
    asset[column] === '' ? '' : words.date(asset[column]);

/** The columns of which something else is shown than what stands in the row. */
const writers: Partial<Record<ColumnId, Writer>> = {
  installed: day('installed'),
  replacement: day('replacement'),
  checked: (words, { checked }) => (checked === '' ? '' : words.since(checked, Date.now())),
  age: (words, { installed }) =>
    (installed !== '' && durationInWords(words.locale, installed, Date.now())) || '',
  needsReplacement: (words, { needsReplacement }) => (needsReplacement ? words.t('common.yes') : ''),
  problems: (words, { problems }) => (problems ? words.number(problems) : ''),
  catalogue: (words, { code, inCatalogue }) =>
    code || (inCatalogue ? '' : words.t('equipment.notInCatalogue')),
};

/** The content of a column, as text; the number and the status are drawn by the row. */
export function textIn(words: Words, asset: ListedAsset, column: Exclude<ColumnId, 'status'>): string {
  const write = writers[column];
  if (write) return write(words, asset);
  const known: Partial<Record<string, unknown>> = { ...asset };
  const text = known[column];
  return typeof text === 'string' ? text : '';
}
