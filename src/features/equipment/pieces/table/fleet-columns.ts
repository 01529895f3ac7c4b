/** The site's table over the equipment of all sites, as central returns it. */
import type { FleetAsset } from '#shared/api/fleet';
import { describeAsset, type EquipmentNames } from '../equipment-names';
import { columns, fixedColumns, type AssetColumn, type ColumnId } from './columns';
import type { ListedAsset } from './listing';

const ofFleet: readonly AssetColumn[] = [
  { id: 'site', label: 'fleet.site', least: 8, share: 1.4 },
  { id: 'reason', label: 'equipment.reason', least: 7, share: 1.2 },
  { id: 'age', label: 'equipment.age', least: 5, share: 0.6 },
  { id: 'problems', label: 'fleet.problems', least: 5, share: 0.5 },
];
/** The columns by which central sorts. */
const sortedAtCentral: readonly ColumnId[] = ['assetNumber', 'status'];
const order: readonly ColumnId[] = ['assetNumber', 'status', 'reason', 'site', 'store', 'location', 'type'];

const placeOf = ({ id }: AssetColumn): number => (order.includes(id) ? order.indexOf(id) : order.length);

/** What one looks for comes first: how it is, why, and where. */
export const fleetColumns: readonly AssetColumn[] = [...columns, ...ofFleet]
  .map((column) => ({
    ...column,
    // the length of a status stands beside it, in the same line
    ...(column.id === 'status' && { least: 15.5, share: 1.6 }),
    isUnsorted: !sortedAtCentral.includes(column.id),
  }))
  .sort((a, b) => placeOf(a) - placeOf(b));

const atFirst: readonly ColumnId[] = ['reason', 'site', 'location', 'type', 'manufacturer', 'model', 'serialNumber', 'age', 'checked', 'problems']; // prettier-ignore

/** From the setting: ids with commas between; nothing chosen yet: the usual ones. */
export function readFleetColumns(setting: unknown): AssetColumn[] {
  const chosen: readonly string[] = typeof setting === 'string' ? setting.split(',') : atFirst;
  return fleetColumns.filter(({ id }) => fixedColumns.includes(id) || chosen.includes(id));
}

/** `reasons`: id of a reason → its name. */
export function listedOfFleet(
  asset: FleetAsset,
  names: EquipmentNames | undefined,
  reasons: ReadonlyMap<string, string>,
): ListedAsset {
  const described = names && describeAsset(asset, names);
  return {
    ...{ className: '', type: '', category: '', manufacturer: '', model: '', code: '', ...described },
    ...placed(asset),
    ...lasting(asset),
    inCatalogue: asset.catalogueItemId !== undefined,
    removed: asset.deletedAt !== undefined,
    ...{ conflicts: 0, sameNumber: false, text: '' },
    reason: reasons.get(asset.reasonId ?? '') ?? '',
    problems: asset.problems.length,
  };
}

const placed = ({ id, storeId, storeName, siteName, assetNumber, storageLocation }: FleetAsset) => ({
  ...{ id, storeId, assetNumber, store: storeName ?? '', site: siteName ?? '' },
  location: storageLocation ?? '',
});

function lasting(asset: FleetAsset) {
  const { serialNumber = '', notes = '', needsReplacement = false } = asset;
  const { functionalStatus: status, statusSince: since = '', statusLoggedAt: checked = '' } = asset;
  const { installationDate: installed = '', replacementDate: replacement = '' } = asset;
  return { serialNumber, notes, needsReplacement, status, since, checked, installed, replacement };
}
