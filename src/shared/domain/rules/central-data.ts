/** Rules for central data (rules R1 to R6 and R8 in PROTOCOL.md). */
import type { Issue } from '../../result';
import type { CatalogueItem } from '../catalogue-item';
import type { AnyRow, EntityName } from '../entities';
import type { AssetCategory, AssetType } from '../hierarchy';
import type { PackVariant } from '../item';
import { fileMegabytes, type ProgrammeSettings } from '../programme-settings';
import { placeIssues } from './hierarchy';
import { missingFields } from './missing';
import type { RowReader } from './rows';

export async function catalogueItemIssues(item: CatalogueItem, rows: RowReader): Promise<Issue[]> {
  return [...missingFields('catalogueItem', item), ...(await placeIssues(item, rows))];
}

export async function packVariantIssues(variant: PackVariant, rows: RowReader): Promise<Issue[]> {
  const item = variant.itemId === '' ? undefined : await rows.get('item', variant.itemId);
  return [
    ...missingFields('packVariant', variant),
    ...(variant.packSize > 0 ? [] : [{ code: 'pack-size-not-positive', field: 'packSize' }]),
    ...(variant.itemId !== '' && !item ? [{ code: 'unknown-item', field: 'itemId' }] : []),
  ];
}

export async function assetCategoryIssues(category: AssetCategory, rows: RowReader): Promise<Issue[]> {
  const known = category.classId === '' || (await rows.get('assetClass', category.classId));
  return [
    ...missingFields('assetCategory', category),
    ...(known ? [] : [{ code: 'category-not-of-class', field: 'classId' }]),
  ];
}

export async function assetTypeIssues(type: AssetType, rows: RowReader): Promise<Issue[]> {
  const known = type.categoryId === '' || (await rows.get('assetCategory', type.categoryId));
  return [
    ...missingFields('assetType', type),
    ...(known ? [] : [{ code: 'unknown-category', field: 'categoryId' }]),
  ];
}

export function programmeSettingsIssues({ largestFileMegabytes }: ProgrammeSettings): Promise<Issue[]> {
  const { least, most } = fileMegabytes;
  const isPossible = largestFileMegabytes >= least && largestFileMegabytes <= most;
  return Promise.resolve(
    isPossible ? [] : [{ code: 'number-out-of-range', field: 'largestFileMegabytes', data: { least, most } }],
  );
}

/** Entities with no rule beyond their required fields. */
export const plainIssues = (entity: EntityName, row: AnyRow): Promise<Issue[]> =>
  Promise.resolve(missingFields(entity, row));
