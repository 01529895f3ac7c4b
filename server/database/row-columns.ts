/** The parts of a row that can be searched: the same for every database. A change to them takes a higher COLUMNS_VERSION. */
import { createHash } from 'node:crypto';
import type { Asset } from '#shared/domain/asset';
import { saysStatus, timeOf } from '#shared/domain/asset-log';
import type { AnyRow, EntityName, RowOf } from '#shared/domain/entities';
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { nameKey } from '#shared/domain/known-by';
import { codeKey, searchKey } from '#shared/text-folding';

/** With a higher one all rows are made again, as after an upgrade of the fold. */
export const COLUMNS_VERSION = 5;

/**
 * A number for something that an asset names: its model, its type, its maker, the reason of its status. Their names are looked up when a
 * search is made, so that a new name needs no asset written again. 0: nothing is named.
 */
export const codeOf = (id: string | undefined): number =>
  id === undefined || id === '' ? 0 : createHash('sha256').update(id).digest().readUIntBE(0, 6) + 1;

/** The code of a maker, however it is written. */
export const makerCode = (name: string | undefined): number => codeOf(name && searchKey(name).trim());

/** The text in which the words of a search are looked for, folded (`searchKey`). */
export function searchText(asset: Asset): string {
  const { assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes } = asset;
  const said = [assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes];
  return searchKey(said.filter(Boolean).join('\n'));
}

/** The words of a search; all must occur. */
export const searchWords = (q: string | undefined): string[] =>
  searchKey(q ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10);

/** The values by which a row is found, other than its id. */
interface RowColumns {
  /** the asset or log it hangs on; the record that it is merged into; the store of a round */
  ownerId?: string;
  /** the name by which people know central data (`nameKey`); a file's hash; an asset's serial number (`codeKey`) */
  key?: string;
  /** the hash of a file's thumbnail */
  thumbnail?: string;
  /** of a log that says a status: which, and when it happened, milliseconds */
  status?: FunctionalStatus | undefined;
  at?: number;
}

type Columns = { [E in EntityName]?: (row: RowOf<E>) => RowColumns };

const columns: Columns = {
  asset: ({ serialNumber, mergedInto }) => ({
    ...(serialNumber !== undefined && { key: codeKey(serialNumber) }),
    ...(mergedInto !== undefined && { ownerId: mergedInto }),
  }),
  round: ({ storeId }) => ({ ownerId: storeId }),
  assetLog: (log) => ({
    ownerId: log.assetId,
    ...(saysStatus(log) && { status: log.functionalStatus, at: timeOf(log) }),
  }),
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

/** Central data that a row names, and whose uses are counted. */
export function usesOf(entity: string, row: AnyRow | undefined): { entity: EntityName; id: string }[] {
  if (!row) return [];
  if (entity === 'assetLog') return 'reasonId' in row ? named('statusReason', row.reasonId) : [];
  if (entity !== 'asset') return [];
  const { catalogueItemId, typeId, categoryId, classId, deletedAt } = row as Asset;
  if (deletedAt !== undefined) return [];
  if (!catalogueItemId && !typeId && !categoryId && !classId) return [];
  return [
    ...named('catalogueItem', catalogueItemId),
    ...named('assetType', typeId),
    ...named('assetCategory', categoryId),
    ...named('assetClass', classId),
  ];
}

const named = (entity: EntityName, id: string | undefined): { entity: EntityName; id: string }[] =>
  id === undefined || id === '' ? [] : [{ entity, id }];
