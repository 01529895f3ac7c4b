/** Stores that change their site: their devices change with them, and what a site wrote before it knew still comes. */
import { moveStore as moveAtCentral } from '../../src/central-api/sites';
import { staffFetch } from '../sync/engines';
import { must } from '../sync/restored';
import type { Site } from './device';
import type { World } from './world';

/** Only a site that keeps another one gives a store away. */
export async function moveStore(world: World): Promise<void> {
  const { random, sites } = world;
  const from = random.pick(sites);
  const to = random.pick(sites);
  const [storeId, ...others] = from.stores;
  const [first, ...more] = others;
  if (first === undefined || from === to) return;
  await moveTo(world, storeId, to);
  from.stores = [first, ...more];
  to.stores.push(storeId);
  world.did(`${storeId} moves to the site of ${to.stores[0]}`, 'stores that change their site');
}

/** After a restore staff make again what the backup does not have of their acts (docs/operating.md). */
export async function moveStoresAgain(world: World): Promise<void> {
  const { registry } = world.programme.database;
  const now = await registry.sites.sitesOfStores(world.sites.flatMap(({ stores }) => stores));
  for (const site of world.sites)
    for (const storeId of site.stores) if (now.get(storeId) !== site.id) await moveTo(world, storeId, site);
  world.storesArePutBack = false;
}

async function moveTo({ programme }: World, storeId: string, { id }: Site): Promise<void> {
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  must(await moveAtCentral(staff, storeId, id));
}
