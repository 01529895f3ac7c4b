/** The devices of a site come back by themselves, and then have the stores that it has now. */
import type { Services } from './services';

export async function refreshDevices(
  { database, sync }: Pick<Services, 'database' | 'sync'>,
  siteId: string,
): Promise<void> {
  for (const { id } of await database.registry.devices.ofSites([siteId])) sync.refreshDevice(id);
}
