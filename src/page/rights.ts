/** The rights of the person at this browser: for pages that offer only actions that will be accepted. */
import { may, mayEdit, type Right } from '#shared/domain/rights';
import { useMode } from './mode';

export interface Rights {
  has(right: Right): boolean;
  /** central data: an entity such as `statusReason` */
  mayEdit(entity: string): boolean;
  /** they hold in some regions only: what may lie anywhere is closed */
  isBound(): boolean;
}

/** To be called while a component is set up; the returned object follows the mode. */
export function useRights(): Rights {
  const mode = useMode();
  const held = (): readonly string[] =>
    mode.current.kind === 'staff' ? mode.current.identity.user.permissions : [];
  return {
    has: (right) => may(held(), right),
    mayEdit: (entity) => mayEdit(held(), entity),
    isBound: () => mode.current.kind === 'staff' && (mode.current.identity.user.regionIds ?? []).length > 0,
  };
}
