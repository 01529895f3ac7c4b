/** A reference to an entity, on a device. */
import type { EntityName } from '#shared/domain/entities';

export interface EntityKey {
  entity: EntityName;
  entityId: string;
}

export const keyOf = ({ entity, entityId }: EntityKey): string => `${entity} ${entityId}`;
