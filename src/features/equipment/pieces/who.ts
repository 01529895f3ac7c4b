/** Who wrote a log or a change, as far as this device can know. */
import { isSiteUser } from '#shared/domain/site-user';
import { nameOfPerson } from '../../../replica/people/people';
import type { Writer } from '../../../replica/held/held-names';
import type { Identity } from '../../../replica/records';
import type { Words } from '../../../words/words.svelte';

export type Who = (userId: string, deviceId?: string) => string;

/**
 * Central writes for an Open mSupply site under a derived id (a UUID of version 5). A device of ours that joined by mSupply has such
 * an id too, but writes under it as its own user.
 */
const isOpenMsupply = (userId: string, deviceId = userId): boolean =>
  isSiteUser(userId) || (deviceId !== userId && /^.{14}5/.test(deviceId));

/**
 * A person signs with their name in their id. At a site a device writes under its own id, so another id is another device; where device and user differ it was
 * support staff. `devices` tells for what says by whom and not from where, from which device each user wrote; `writers` are those of whom central told the names.
 */
export function whoWrote(
  words: Words,
  identity: Identity | undefined,
  devices: ReadonlyMap<string, string> = new Map(),
  writers: readonly Writer[] = [],
): Who {
  return (userId, deviceId = devices.get(userId)) => {
    const known = writers.find((writer) => writer.userId === userId);
    const name = ownName(words, identity, userId) ?? (known && nameAt(words, known)) ?? nameOfPerson(userId);
    if (name !== undefined) return name;
    if (isOpenMsupply(userId, deviceId)) return words.t('asset.openMsupplySite');
    if (deviceId !== undefined && deviceId !== userId) return words.t('asset.supportStaff');
    return words.t('asset.anotherDevice', { mark: userId.slice(-4) });
  };
}

/** Undefined when it was not written here. */
function ownName(words: Words, identity: Identity | undefined, userId: string): string | undefined {
  if (identity?.kind === 'staff') return userId === identity.user.id ? identity.user.displayName : undefined;
  return identity !== undefined && userId === identity.deviceId
    ? words.t('asset.thisDevice', { name: identity.deviceName })
    : undefined;
}

const nameAt = (words: Words, { name, siteName }: Writer): string =>
  siteName === undefined ? name : words.t('fleet.writtenAt', { name, site: siteName });
