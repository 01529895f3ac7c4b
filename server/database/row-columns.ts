/** What of a row can be searched: the same for every database. What is altered here takes a higher COLUMNS_VERSION. */
import type { Asset } from '#shared/domain/asset';
import type { EntityName, RowOf } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import type { PutRow } from './port/rows';

/** With it every row is written anew, once, as after an upgrade of the fold. */
export const COLUMNS_VERSION = 1;

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

/** How a row that is not an asset is found, other than by its id. */
export interface RowColumns {
  /** the asset or log it hangs on */
  ownerId?: string;
  /** instant, for rows in the order of time */
  at?: string;
  /** what people know central data by (`nameKey`); a file's hash */
  key?: string;
}

type Columns = { [E in EntityName]?: (row: RowOf<E>) => RowColumns };

const columns: Columns = {
  assetLog: (row) => ({ ownerId: row.assetId, at: row.loggedAt }),
  file: (row) => ({ ownerId: row.ownerId, at: row.createdAt, key: row.sha256 }),
};

export function columnsOf<E extends EntityName>(put: PutRow<E>): RowColumns {
  const read: ((row: RowOf<E>) => RowColumns) | undefined = columns[put.entity];
  if (!put.row) return {};
  if (read) return read(put.row);
  const key = nameKey(put.entity, put.row);
  return key === undefined ? {} : { key };
}
