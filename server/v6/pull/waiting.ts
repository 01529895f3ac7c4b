/** The number of records that a site gets when it asks next, as far as is known. */
import type { CentralDatabase } from '../../database/port/central-database';
import type { V6Database } from '../../database/port/v6';
import type { Door } from '../door';

interface WaitingParts extends Pick<CentralDatabase, 'registry'> {
  v6: Pick<V6Database, 'sites' | 'log'>;
  door: Pick<Door, 'versionOf' | 'unknownTables'>;
}

export async function waitingFor({ registry, v6, door }: WaitingParts, siteId: string): Promise<number> {
  const site = await registry.sites.get(siteId);
  const known = await v6.sites.get(siteId);
  const page = await v6.log.page({
    siteId,
    storeIds: site?.stores.map(({ id }) => id) ?? [],
    cursor: await v6.log.given(siteId),
    limit: 0,
    withOwn: false,
    unknownTables: door.unknownTables(door.versionOf(known?.appVersion)),
  });
  return page.total;
}
