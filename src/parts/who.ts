/** Who wrote a log or a change, as far as this device can know. */
import { nameOfPerson } from '../replica/people';
import type { Identity } from '../replica/records';
import type { Words } from '../words/words.svelte';

export type Who = (userId: string, deviceId?: string) => string;

/**
 * A person signs with their name in their id. At a site a device writes under its own id, so another id is another device; where device and user differ it was
 * support staff. `others` are users of whom that is known already, for what says by whom and not from where.
 */
export function whoWrote(
  words: Words,
  identity: Identity | undefined,
  others: ReadonlySet<string> = new Set(),
): Who {
  return (userId, deviceId) => {
    if (identity?.kind === 'staff' && userId === identity.user.id) return identity.user.displayName;
    if (identity?.kind === 'site' && userId === identity.deviceId) {
      return words.t('asset.thisDevice', { name: identity.deviceName });
    }
    const person = nameOfPerson(userId);
    if (person !== undefined) return person;
    if (others.has(userId) || (deviceId !== undefined && deviceId !== userId))
      return words.t('asset.supportStaff');
    return words.t('asset.anotherDevice', { mark: userId.slice(-4) });
  };
}
