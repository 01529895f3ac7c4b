/** Records that a site pushed for a store that it did not have here: they are stored once staff have given it that store. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import { siteCoded } from './device';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someLog } from './records';

let programme: Programme;
let site: OpenMSupplySite;
const asset = someAsset(randomUUID(), { store_id: 'late-store' });
const log = someLog(asset.id, 'NOT_IN_USE');

beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
  await site.cycle();
  site.write('asset', asset);
  site.write('asset_log', log);
  await site.cycle();
  expect((await programme.kept()).items).toMatchObject([{ code: 'not-yours' }, { code: 'unknown-asset' }]);
});
afterEach(() => programme.end());

const isStored = async (): Promise<void> => {
  await expect
    .poll(() => programme.asset(asset.id))
    .toMatchObject({ storeId: 'late-store', functionalStatus: 'NOT_IN_USE' });
  expect((await programme.kept()).total).toBe(0);
};

it('a store that staff add to the site', async () => {
  const { id } = await siteCoded(programme, 'hill');
  const store = { id: 'late-store', code: 'late', name: 'Late store' };
  await programme.staff('PATCH', `/api/sites/${id}`, { addStores: [store] });
  await isStored();
});

it('a store that comes to the site in a way that says so to nobody', async () => {
  const { id } = await siteCoded(programme, 'hill');
  const store = { id: 'late-store', code: 'late', name: 'Late store' };
  await programme.central.database.registry.sites.edit(id, { addStores: [store] });
  await site.cycle();
  await isStored();
});

it('a store that staff move to the site from another one', async () => {
  await programme.makeSite('valley', ['late-store', 'valley-store']);
  // no news for the site yet
  await site.cycle();
  expect((await programme.kept()).total).toBe(2);
  const { id } = await siteCoded(programme, 'hill');
  await programme.staff('POST', '/api/stores/late-store/move', { siteId: id });
  await isStored();
});

it('what a site records of equipment of another site comes once the equipment is moved to it', async () => {
  const valley = await programme.v6Site('valley', ['valley-store']);
  const theirs = someAsset(randomUUID(), { store_id: 'valley-store' });
  valley.write('asset', theirs);
  await valley.cycle();
  const early = someLog(theirs.id, 'FUNCTIONING');
  site.write('asset_log', early);
  await site.cycle();
  expect((await programme.kept()).items).toContainEqual(
    expect.objectContaining({ code: 'not-yours', recordId: early.id }),
  );
  await programme.staff('POST', `/api/assets/${theirs.id}/move`, { storeId: 'hill-store' });
  await expect.poll(async () => (await programme.asset(theirs.id))['functionalStatus']).toBe('FUNCTIONING');
});
