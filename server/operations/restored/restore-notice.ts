/** What is known of the last restore, as it is kept in the database. */
import type { ChangeTx } from '../../database/port/changes';
import { RESTORED_AT } from '../twin';

export const KEY = 'restore_notice';

export interface RestoreNotice {
  /** the moment at which it was noticed, milliseconds */
  at: number;
  /** the last moment at which a device from before the restore was heard, to the day: staff see it that much longer */
  heardAt?: number;
  /** changes that devices have given back since */
  cameBack: number;
  /** courses of events that are kept beside others */
  branches: number;
  /** devices that gave something back, or tried to, and are not known here or were shut out */
  unknownDevices: string[];
  /** devices that hold changes made with a key that is not here */
  keyMissingFor: string[];
  /** shut out after the backup, and shut out again since a device brought word of it */
  shutOutAgain?: string[];
  /** assets that had been created in two stores */
  createdTwice?: number;
}

export interface Noticed {
  /** undefined: no restore is known of */
  restored: RestoreNotice | undefined;
  /** the moment at which another server with this one's identity acknowledged something, milliseconds; undefined: none was noticed */
  otherServerAt: number | undefined;
}

export const NOTHING: Noticed = { restored: undefined, otherServerAt: undefined };

export const newNotice = (at: number): RestoreNotice => ({
  ...{ at, cameBack: 0, branches: 0, unknownDevices: [], keyMissingFor: [] },
});

/** A restore that was noticed in another way begins again. */
export async function readKept(changes: Pick<ChangeTx, 'meta'>): Promise<Noticed> {
  const text = await changes.meta(KEY);
  const kept = text === undefined ? NOTHING : readNoticed(text);
  const at = await changes.meta(RESTORED_AT);
  const isNew = at !== undefined && Number(at) !== kept.restored?.at;
  return { restored: isNew ? newNotice(Number(at)) : kept.restored, otherServerAt: kept.otherServerAt };
}

/** Written by `write` alone; a text that was spoilt all the same keeps no server from starting. */
function readNoticed(text: string): Noticed {
  try {
    return { ...NOTHING, ...(JSON.parse(text) as Noticed | null) };
  } catch {
    return NOTHING;
  }
}
