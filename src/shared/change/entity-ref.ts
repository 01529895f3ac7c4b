/** A reference to an entity: its name and its id. */
import type { Change } from './change';

export interface EntityRef {
  /** the name of an entity; one that this build does not know, for changes of a newer app */
  entity: string;
  id: string;
}

/** The entity a change is about; changes of kinds that this build does not know wait under it for a newer one. */
export function refOf({ kind, entityId }: Pick<Change, 'kind' | 'entityId'>): EntityRef {
  const dot = kind.indexOf('.');
  return { entity: dot < 0 ? kind : kind.slice(0, dot), id: entityId };
}

export const refKey = ({ entity, id }: EntityRef): string => `${entity}/${id}`;
