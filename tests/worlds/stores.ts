/** Stores that change their site: their devices change with them, and what a site wrote before it knew still comes. */
import { moveStore as moveAtCentral } from '../../src/central-api/sites';
import { staffFetch } from '../sync/engines';
import { must } from '../sync/restored';
import type { Site } from './device';
import type { World } from './world';

/** Only a site that keeps another one gives a store away. */
export async function moveStore(world: World): Promise<void> {
  const { random, sites } = world;
  const giving = sites.filter(({ stores }) => stores.length > 1);
  const from = giving[random.below(giving.length)];
  const others = sites.filter((site) => site !== from);
  const to = others[random.below(others.length)];
  if (!from || !to) return;
  const [storeId, first, ...more] = from.stores;
  if (first === undefined) return;
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

async function moveTo({ programme, openMSupply }: World, storeId: string, { id }: Site): Promise<void> {
  // a site gets all of a store that comes to it, whatever it has of that
  for (const { site } of openMSupply) site.mayGetAgain = true;
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const moved = await moveAtCentral(staff, storeId, id);
  // a restore may have given it back to just that site
  if (moved.ok || moved.issues[0].code !== 'nothing-changed') must(moved);
}
