/** Records of equipment and of stores that were not the site's, and are so later: a restore may have forgotten a move. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import type { Central } from '../../src/central-api/central';
import { createSite, moveStore } from '../../src/central-api/sites';
import { staffFetch } from '../sync/engines';
import { store } from '../sync/replicas';
import { must, Restored } from '../sync/restored';
import { OpenMSupplySite } from './open-msupply-site';
import { someAsset } from './records';

const far = { id: 'far', code: 'FAR', name: 'Far away' };
const near = { id: 'near', code: 'NEAR', name: 'Near by' };

let programme: Restored;
let siteId: string;
let site: OpenMSupplySite;

const staff = async (): Promise<Central> => ({
  url: programme.central.origin,
  fetch: await staffFetch(programme.central),
});

beforeEach(async () => {
  programme = await Restored.start();
  const { registry } = programme.database;
  siteId = (await registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
  await programme.speakV6(siteId, { name: 'hill', password: 'a site password' });
  must(await createSite(await staff(), { code: 'B', name: 'Site B', stores: [far, near] }));
  site = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password');
});
afterEach(() => programme.stop());

async function restoreTo(backup: string): Promise<void> {
  await programme.restore(backup);
  site.mayGetAgain = true;
}

const kept = async (): Promise<string[]> =>
  ((await programme.central.v6?.database.inbox.kept({ limit: 10 }))?.items ?? []).map(({ code }) => code);
const unfinished = async (): Promise<unknown> => programme.central.v6?.database.inbox.unfinished();
const notes = async (id: string): Promise<string | undefined> => (await programme.atCentral(id))?.notes;
const later = new Date(Date.now() + 60_000).toISOString().slice(0, 19);

it('an edit of what the restored server has at another site is taken once that has come back', async () => {
  const entityId = randomUUID();
  const patch = { storeId: far.id, assetNumber: '1' };
  const document = storeDocument(far.id, programme.year);
  await programme.author(document, { kind: 'asset.create', entityId, patch });
  await site.cycle();
  const backup = await programme.backup();
  await programme.move(entityId, store.id);
  await site.cycle();
  await restoreTo(backup);
  site.edit('asset', entityId, { notes: 'of the site', modified_datetime: later });
  await site.cycle();
  expect(await kept()).toEqual(['not-yours']);
  await programme.author(document, { kind: 'asset.edit', entityId, patch: { donor: 'Somebody' } });
  // that touches its equipment, so it is looked at again, and kept again
  await site.cycle();
  await expect.poll(unfinished).toEqual([]);
  expect(await kept()).toEqual(['not-yours']);
  await programme.move(entityId, store.id);
  await expect.poll(kept).toEqual([]);
  await expect.poll(() => notes(entityId)).toBe('of the site');
  await site.cycle();
});

it('what a site wrote in a store that the restored server has at another site is taken once it has the store again', async () => {
  await site.cycle();
  const backup = await programme.backup();
  must(await moveStore(await staff(), far.id, siteId));
  await site.cycle();
  await restoreTo(backup);
  const asset = someAsset(randomUUID(), { store_id: far.id, notes: 'in the new store' });
  site.write('asset', asset);
  await site.cycle();
  expect(await kept()).toEqual(['not-yours']);
  must(await moveStore(await staff(), far.id, siteId));
  await site.cycle();
  await expect.poll(kept).toEqual([]);
  await expect.poll(() => notes(asset.id)).toBe('in the new store');
});
