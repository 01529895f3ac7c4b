/** The page on which a person can see the subject of a problem. */
import type { FleetProblem } from '#shared/api/fleet';
import { addressOf } from '../central-data/pieces/record-address';

export function placeOfProblem({
  assetId,
  entity,
  entityId,
}: Pick<FleetProblem, 'assetId' | 'entity' | 'entityId'>): string | undefined {
  const asset = assetId ?? (entity === 'asset' ? entityId : undefined);
  return asset === undefined ? addressOf(entity, entityId) : `/fleet/${encodeURIComponent(asset)}`;
}
