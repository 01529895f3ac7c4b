/** The last contact of a site, and what it did. Written when it brings something new, at most once a minute. */
import type { V6Contact, V6Site, V6Sites } from '../database/port/v6';
import type { Credentials } from './wire/requests';

export type Done = Pick<V6Contact, 'did' | 'initialisation'>;

const CONTACT_MS = 60_000;

export async function noteContact(
  sites: Pick<V6Sites, 'note'>,
  site: V6Site,
  { appVersion }: Credentials,
  { did, initialisation }: Done,
  now: number,
): Promise<void> {
  const times = [site.lastContact, ...(did ? [did === 'push' ? site.lastPush : site.lastPull] : [])];
  const isRecent = times.every((at) => Date.parse(at ?? '') > now - CONTACT_MS);
  const isSame = initialisation === undefined || initialisation === site.initialisation;
  if (isRecent && isSame && appVersion === site.appVersion) return;
  await sites.note(site.siteId, {
    at: new Date(now).toISOString(),
    appVersion,
    ...(initialisation !== undefined && { initialisation }),
    ...(did !== undefined && { did }),
  });
}
