/** What of a row can be searched: the same for every database. What is altered here takes a higher COLUMNS_VERSION. */
import { createHash } from 'node:crypto';
import type { Asset } from '#shared/domain/asset';
import type { EntityName, RowOf } from '#shared/domain/entities';
import { nameKey } from '#shared/domain/known-by';
import { searchKey } from '#shared/text-folding';
import type { PutRow } from './port/rows';

/** With it every row is written anew, once, as after an upgrade of the fold. */
export const COLUMNS_VERSION = 2;

/**
 * A mark for something that an asset names: its model, its type, its store. Their names are looked up when a search is made, so that
 * a new name needs no asset written again. Capitals stand in no text that is searched.
 */
export const markOf = (id: string): string =>
  [...createHash('sha256').update(id).digest('hex').slice(0, 10)]
    .map((digit) => String.fromCharCode(0x41 + parseInt(digit, 16)))
    .join('');

/** The text in which the words of a search are looked for, folded (`searchKey`), and the marks of what it names. */
export function searchText(asset: Asset): string {
  const { assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes } = asset;
  const said = [assetNumber, serialNumber, manufacturer, model, storageLocation, donor, notes];
  const named = [asset.catalogueItemId, asset.typeId, asset.storeId].filter((id) => id !== undefined);
  return [searchKey(said.filter(Boolean).join('\n')), ...named.map(markOf)].join('\n');
}

/** The words of a search; all must occur. */
export const searchWords = (q: string | undefined): string[] =>
  searchKey(q ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10);

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
