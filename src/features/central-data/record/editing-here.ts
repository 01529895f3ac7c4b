/** The right to edit central data of one sort in this browser, and the alert for a person who tries where it cannot be done. */
import { rightToEdit, type Right } from '#shared/domain/rights';
import type { CentralEntity } from '#shared/commands/save-central-data';
import { useCentralOnly } from '../../../page/central-only.svelte';
import { useMode } from '../../../page/mode';
import { useRights } from '../../../page/rights';

interface EditingHere {
  /** `may`; at a `site` every button is there and says where it can be done; `no-right`: staff who may only look */
  readonly state: 'may' | 'device' | 'no-right';
  /** the right that it takes */
  readonly right: Right;
  /** At a site raises the alert, and keeps the browser where it is; returns whether it did. `tried`: "edit Lack of power". */
  stops: (tried: string, event?: Event) => boolean;
}

/** To be called while a component is set up; the returned object follows the mode. */
export function useEditing(entity: () => CentralEntity): EditingHere {
  const mode = useMode();
  const rights = useRights();
  const centralOnly = useCentralOnly();
  return {
    get state() {
      if (mode.current.kind !== 'staff') return 'device';
      return rights.mayEdit(entity()) ? 'may' : 'no-right';
    },
    get right() {
      return rightToEdit(entity());
    },
    stops: (tried, event) => {
      if (mode.current.kind === 'staff') return false;
      event?.preventDefault();
      centralOnly.raise({ tried });
      return true;
    },
  };
}
