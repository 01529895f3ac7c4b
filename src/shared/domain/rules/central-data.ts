/** Rules for central data (rules R1 to R6 and R8 in PROTOCOL.md). */
import type { Issue } from '../../result';
import type { CatalogueItem } from '../catalogue-item';
import type { AssetCategory, AssetType } from '../hierarchy';
import type { PackVariant } from '../item';
import { fileMegabytes, removedDays, type ProgrammeSettings } from '../programme-settings';
import { classificationIssues } from './hierarchy';
import { missingFields } from './missing';
import type { RowReader } from './rows';

export async function catalogueItemIssues(item: CatalogueItem, rows: RowReader): Promise<Issue[]> {
  return [...missingFields('catalogueItem', item), ...(await classificationIssues(item, rows))];
}

export async function packVariantIssues(variant: PackVariant, rows: RowReader): Promise<Issue[]> {
  const item = variant.itemId === '' ? undefined : await rows.get('item', variant.itemId);
  return [
    ...missingFields('packVariant', variant),
    ...(variant.packSize > 0 ? [] : [{ code: 'pack-size-not-positive', field: 'packSize' } as const]),
    ...(variant.itemId !== '' && !item ? [{ code: 'unknown-item', field: 'itemId' } as const] : []),
  ];
}

export async function assetCategoryIssues(category: AssetCategory, rows: RowReader): Promise<Issue[]> {
  const known = category.classId === '' || (await rows.get('assetClass', category.classId));
  return [
    ...missingFields('assetCategory', category),
    ...(known ? [] : [{ code: 'category-not-of-class', field: 'classId' } as const]),
  ];
}

export async function assetTypeIssues(type: AssetType, rows: RowReader): Promise<Issue[]> {
  const known = type.categoryId === '' || (await rows.get('assetCategory', type.categoryId));
  return [
    ...missingFields('assetType', type),
    ...(known ? [] : [{ code: 'unknown-category', field: 'categoryId' } as const]),
  ];
}

export async function programmeSettingsIssues(settings: ProgrammeSettings): Promise<Issue[]> {
  return [
    ...rangeIssues(settings, 'largestFileMegabytes', fileMegabytes),
    ...rangeIssues(settings, 'removedFilesDays', removedDays),
  ];
}

function rangeIssues(
  settings: ProgrammeSettings,
  field: 'largestFileMegabytes' | 'removedFilesDays',
  range: { least: number; most: number },
): Issue[] {
  const number = settings[field] ?? range.least;
  const isPossible = number >= range.least && number <= range.most;
  return isPossible ? [] : [{ code: 'number-out-of-range', field, data: { ...range } }];
}
