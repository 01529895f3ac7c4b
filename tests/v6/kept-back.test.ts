/** A status that lies in a store of a site before its equipment comes there from another one, as a restore may bring them. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { storeDocument } from '#shared/change/documents';
import { createSite } from '../../src/central-api/sites';
import { staffFetch } from '../sync/engines';
import { store } from '../sync/replicas';
import { must, Restored } from '../sync/restored';
import { OpenMSupplySite } from './open-msupply-site';

const far = { id: 'far', code: 'FAR', name: 'Far away' };

let programme: Restored;
let site: OpenMSupplySite;

beforeEach(async () => {
  programme = await Restored.start();
  const { registry } = programme.database;
  const siteId = (await registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
  await programme.speakV6(siteId, { name: 'hill', password: 'a site password' });
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  must(await createSite(staff, { code: 'B', name: 'Site B', stores: [far] }));
  site = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password');
});
afterEach(() => programme.stop());

/** As it comes back under a receipt: nobody judges whether the equipment is there. */
async function bringStatus(assetId: string): Promise<void> {
  const at = new Date().toISOString();
  const change: Change = {
    ...{ id: randomUUID(), hlc: `${Date.now()}-0000-d9`, userId: 'u', deviceId: 'd9', n: 1 },
    ...{ kind: 'assetLog.add', entityId: randomUUID() },
    patch: { assetId, type: 'STATUS_UPDATE', functionalStatus: 'FUNCTIONING', loggedAt: at, createdAt: at },
  };
  const plan = async () => [{ document: programme.document, change, body: encodeBody(change) }];
  await programme.central.sync.act({ by: 'central', plan });
}

it('it is kept back until then, and goes with the equipment', async () => {
  const assetId = randomUUID();
  await programme.author(storeDocument(far.id, programme.year), {
    ...{ kind: 'asset.create', entityId: assetId },
    patch: { storeId: far.id, assetNumber: 'N-1' },
  });
  await site.cycle();
  await bringStatus(assetId);
  await site.cycle();
  expect([site.all('asset'), site.all('asset_log')]).toEqual([[], []]);
  await programme.move(assetId, store.id);
  await site.cycle();
  expect([site.all('asset').length, site.all('asset_log').length]).toEqual([1, 1]);
  // and once only
  expect(await site.cycle()).toEqual([]);
});
