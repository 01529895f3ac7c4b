/** What of a row can be searched: the same for every database. What is altered here takes a higher COLUMNS_VERSION. */
import type { Asset } from '#shared/domain/asset';
import type { AnyRow, EntityName, RowOf } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';

/** With a higher one all rows are made again, as after an upgrade of the fold. */
export const COLUMNS_VERSION = 2;

/** The text in which the words of a search are looked for, in lower case. */
export function searchText(asset: Asset): string {
  const { assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes } = asset;
  return [assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
}

/** The words of a search; all must occur. */
export const searchWords = (q: string | undefined): string[] =>
  (q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);

/** How a row is found, other than by its id. */
export interface RowColumns {
  /** the asset or log it hangs on */
  ownerId?: string;
  /** what people know central data by (`nameKey`); a file's hash */
  key?: string;
  /** the hash of a file's thumbnail */
  thumbnail?: string;
}

type Columns = { [E in EntityName]?: (row: RowOf<E>) => RowColumns };

const columns: Columns = {
  asset: () => ({}),
  assetLog: ({ assetId }) => ({ ownerId: assetId }),
  file: ({ ownerId, sha256, thumbnailSha256 }) => ({
    ownerId,
    key: sha256,
    ...(thumbnailSha256 !== undefined && { thumbnail: thumbnailSha256 }),
  }),
};

/** `row` is of the entity that is named: the fold made it so. */
export function columnsOf({ entity, row }: { entity: EntityName; row: AnyRow | undefined }): RowColumns {
  const read = columns[entity] as ((row: AnyRow) => RowColumns) | undefined;
  if (!row) return {};
  if (read) return read(row);
  const key = nameKey(entity, row);
  return key === undefined ? {} : { key };
}

/** Central data that a row names, and that is counted by who names it. */
export function usesOf(entity: string, row: AnyRow | undefined): { entity: EntityName; id: string }[] {
  if (!row) return [];
  if (entity === 'assetLog') return 'reasonId' in row ? named('statusReason', row.reasonId) : [];
  if (entity !== 'asset') return [];
  const { catalogueItemId, typeId, categoryId, classId, deletedAt } = row as Asset;
  if (deletedAt !== undefined) return [];
  return [
    ...named('catalogueItem', catalogueItemId),
    ...named('assetType', typeId),
    ...named('assetCategory', categoryId),
    ...named('assetClass', classId),
  ];
}

const named = (entity: EntityName, id: string | undefined): { entity: EntityName; id: string }[] =>
  id === undefined || id === '' ? [] : [{ entity, id }];
