/** An asset as the list shows it: central data's names for it, the site's own words, and the text it is found by. */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { isMerged } from '#shared/domain/merged';
import { describeAsset, type Described, type EquipmentNames } from '../equipment-names';
import type { AssetRow } from '../../../../replica/records';
import { doubledNumbers, numberKey } from '../unsettled';
import { doubledPieces, pieceKeyOf } from '../same-piece';
import { searchText } from './search';

export interface ListedAsset extends Described {
  id: string;
  storeId: string;
  store: string;
  assetNumber: string;
  serialNumber: string;
  status: FunctionalStatus | undefined;
  /** instant; empty without a status */
  since: string;
  /** when its status was last recorded (instant); empty without a status */
  checked: string;
  /** described by an item of the catalogue, which may not have arrived yet */
  inCatalogue: boolean;
  location: string;
  installed: string;
  replacement: string;
  needsReplacement: boolean;
  notes: string;
  conflicts: number;
  /** another asset of its store bears its number, or another record is most likely of the same piece */
  sameNumber: boolean;
  /** taken out of the register; shown only to people who ask for it */
  removed: boolean;
  text: string;
  /** of the fleet at central: */
  site?: string;
  /** why it has its status */
  reason?: string;
  /** the number of open problems */
  problems?: number;
}

/** The rows of the list: the assets in the register, or those removed from it. Records that were merged into another are neither. */
export function listAssets(
  rows: readonly AssetRow[],
  names: EquipmentNames,
  stores: ReadonlyMap<string, string>,
  removed = false,
): ListedAsset[] {
  const doubled = doubledNumbers(rows);
  const pieces = doubledPieces(rows, names);
  return rows
    .filter((row) => (row.deletedAt !== undefined) === removed && !isMerged(row))
    .map((row) => {
      const isDouble = doubled.has(numberKey(row)) || pieces.has(pieceKeyOf(row, names) ?? '');
      return listed(row, names, stores, isDouble);
    });
}

function listed(
  row: AssetRow,
  names: EquipmentNames,
  stores: ReadonlyMap<string, string>,
  sameNumber: boolean,
): ListedAsset {
  const { className, type, category, manufacturer, model, code } = describeAsset(row, names);
  const { id, storeId, assetNumber, serialNumber = '', storageLocation: location = '', notes = '' } = row;
  const { needsReplacement, conflicts, functionalStatus: status, statusSince: since = '' } = row;
  const { statusLoggedAt: checked = '', deletedAt } = row;
  const store = stores.get(storeId) ?? '';
  return {
    ...{ id, storeId, store, assetNumber, serialNumber, status, since, checked, location, notes },
    ...{ className, type, category, manufacturer, model, code, needsReplacement, conflicts, sameNumber },
    removed: deletedAt !== undefined,
    inCatalogue: row.catalogueItemId !== undefined,
    installed: row.installationDate ?? '',
    replacement: row.replacementDate ?? '',
    text: searchText([
      ...[assetNumber, serialNumber, type, category, manufacturer, model, code, location, row.donor, notes],
    ]),
  };
}
