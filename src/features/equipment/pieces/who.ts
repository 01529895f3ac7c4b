/** The author of a log or a change, as far as this device can know. */
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
 * A person signs with their name in their id. At a site a device writes under its own id, so another id is another device;
 * where device and user differ it was support staff. `devices`: the device from which each user wrote, for records that name
 * the user and not the device. `writers`: the users whose names central gave.
 */
export function whoWrote(
  words: Words,
  identity: Identity | undefined,
  devices: ReadonlyMap<string, string> = new Map(),
  writers: readonly Writer[] = [],
): Who {
  return (userId, deviceId = devices.get(userId)) => {
    const named =
      ownName(words, identity, userId) ?? toldName(words, writers, userId) ?? nameOfPerson(userId);
    if (named !== undefined) return named;
    if (isOpenMsupply(userId, deviceId)) return words.t('asset.openMsupplySite');
    if (deviceId !== undefined && deviceId !== userId) return words.t('asset.supportStaff');
    return words.t('asset.anotherDevice', { mark: userId.slice(-4) });
  };
}

function ownName(words: Words, identity: Identity | undefined, userId: string): string | undefined {
  if (identity?.kind === 'staff' && userId === identity.user.id) return identity.user.displayName;
  if (identity?.kind === 'site' && userId === identity.deviceId)
    return words.t('asset.thisDevice', { name: identity.deviceName });
  // who uses it may have no name of their own there
  if (identity?.kind === 'site') return identity.colleagues?.find(({ id }) => id === userId)?.name;
  return undefined;
}

function toldName(words: Words, writers: readonly Writer[], userId: string): string | undefined {
  const known = writers.find((writer) => writer.userId === userId);
  return known && nameAt(words, known);
}

const nameAt = (words: Words, { name, siteName }: Writer): string =>
  siteName === undefined ? name : words.t('fleet.writtenAt', { name, site: siteName });
