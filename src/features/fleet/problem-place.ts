/** Where a person can see what a problem is about. */
import type { FleetProblem } from '../../link/fleet';

export function placeOfProblem({ assetId, entity, entityId }: FleetProblem): string | undefined {
  const asset = assetId ?? (entity === 'asset' ? entityId : undefined);
  if (asset !== undefined) return `/fleet/${encodeURIComponent(asset)}`;
  return entity === 'catalogueItem' && entityId !== undefined
    ? `/catalogue/${encodeURIComponent(entityId)}`
    : undefined;
}
