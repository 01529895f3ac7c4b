/** Where a person can see what a problem is about. */
import type { FleetProblem } from '#shared/api/fleet';

const centralData: ReadonlyMap<string, string> = new Map([
  ['catalogueItem', '/catalogue'],
  ['assetClass', '/central-data/classes'],
  ['assetCategory', '/central-data/categories'],
  ['assetType', '/central-data/types'],
  ['assetProperty', '/central-data/properties'],
  ['statusReason', '/central-data/status-reasons'],
  ['item', '/central-data/items'],
  ['packVariant', '/central-data/pack-variants'],
]);

export function placeOfProblem({
  assetId,
  entity,
  entityId,
}: Pick<FleetProblem, 'assetId' | 'entity' | 'entityId'>): string | undefined {
  const asset = assetId ?? (entity === 'asset' ? entityId : undefined);
  if (asset !== undefined) return `/fleet/${encodeURIComponent(asset)}`;
  const list = centralData.get(entity);
  return list === undefined ? undefined : `${list}/${encodeURIComponent(entityId)}`;
}
