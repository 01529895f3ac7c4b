/** Ids: random ones that sort by the time they were made (UUID v7), and ones derived from a name (UUID v5). */
import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { derivedUuid } from '#shared/derived-uuid';

/** A new id; `now` in milliseconds. */
export const newId = (now: number): string => v7({ msecs: now });

/** A Yjs client id: a number of 32 bits, never 0. */
export const randomClientId = (): number => randomInt(1, 2 ** 32);

/** Namespace of the ids of devices that joined as the installation of a site. */
const INSTALLATIONS = '5f0cbd1e-3c8e-4b57-9c35-0d4f3f6f6a57';

/** The device that an installation of a site is, however often it joins. */
export const installationId = (siteId: string, hardwareId: string): string =>
  derivedUuid(INSTALLATIONS, `${siteId} ${hardwareId}`);
