/** An asset as the list shows it: what central data calls it beside what the site wrote, and the text it is found by. */
import type { FunctionalStatus } from '#shared/domain/functional-status';
import { describeAsset, type Described, type EquipmentNames } from '../../parts/equipment-names';
import type { AssetRow } from '../../replica/records';
import { doubledNumbers, numberKey } from '../../parts/unsettled';
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
  location: string;
  installed: string;
  replacement: string;
  warrantyEnd: string;
  needsReplacement: boolean;
  notes: string;
  conflicts: number;
  /** another asset of its store bears its number */
  sameNumber: boolean;
  text: string;
}

/** The rows of the list, removed assets left out. */
export function listAssets(
  rows: readonly AssetRow[],
  names: EquipmentNames,
  stores: ReadonlyMap<string, string>,
): ListedAsset[] {
  const doubled = doubledNumbers(rows);
  return rows
    .filter((row) => row.deletedAt === undefined)
    .map((row) => ({ ...listed(row, names, stores), sameNumber: doubled.has(numberKey(row)) }));
}

function listed(
  row: AssetRow,
  names: EquipmentNames,
  stores: ReadonlyMap<string, string>,
): Omit<ListedAsset, 'sameNumber'> {
  const described = describeAsset(row, names);
  const { type, category, manufacturer, model, code } = described;
  const { assetNumber, serialNumber = '', storageLocation: location = '', notes = '', donor } = row;
  return {
    ...described,
    id: row.id,
    storeId: row.storeId,
    store: stores.get(row.storeId) ?? '',
    assetNumber,
    serialNumber,
    status: row.functionalStatus,
    since: row.statusSince ?? '',
    location,
    installed: row.installationDate ?? '',
    replacement: row.replacementDate ?? '',
    warrantyEnd: row.warrantyEnd ?? '',
    needsReplacement: row.needsReplacement,
    notes,
    conflicts: row.conflicts,
    text: searchText([
      assetNumber,
      serialNumber,
      type,
      category,
      manufacturer,
      model,
      code,
      location,
      donor,
      notes,
    ]),
  };
}
