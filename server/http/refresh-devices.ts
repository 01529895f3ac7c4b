/** A site has a store that it had not. */
export async function storesCame(
  services: Pick<Services, 'database' | 'sync' | 'v6'>,
  siteId: string,
): Promise<void> {
  await refreshDevices(services, siteId);
  await services.v6?.storesCame(siteId);
}

/** The devices of a site come back by themselves, and then have the stores that it has now. */
import type { Services } from './services';

export async function refreshDevices(
  { database, sync }: Pick<Services, 'database' | 'sync'>,
  siteId: string,
): Promise<void> {
  for (const { id } of await database.registry.devices.ofSites([siteId])) sync.refreshDevice(id);
}
