/** Equipment whose creation does not count (rule K8): no site is sent what hangs on it, until it counts again. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { store } from '../sync/replicas';
import { Restored } from '../sync/restored';
import { OpenMSupplySite } from './open-msupply-site';

let programme: Restored;
let site: OpenMSupplySite;

beforeEach(async () => {
  programme = await Restored.start();
  const { registry } = programme.database;
  const siteId = (await registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
  await programme.speakV6(siteId, { name: 'hill', password: 'a site password' });
  site = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password');
});
afterEach(() => programme.stop());

const author = (kind: string, entityId: string, patch: Record<string, string>): Promise<void> =>
  programme.author(programme.document, { kind, entityId, patch });

/** As central says it of the changes of a device that it had shut out. */
async function say(kind: string, entityId: string, changeIds: readonly string[]): Promise<void> {
  const { document, central } = programme;
  const change: Change = {
    ...{ id: randomUUID(), hlc: `${Date.now()}-0000-central`, userId: 'central', deviceId: 'central', n: 1 },
    ...{ kind, entityId, patch: { changeIds: [...changeIds] } },
  };
  const plan = async () => [{ document, change, body: encodeBody(change) }];
  await central.sync.act({ by: 'central', plan });
}

it('its statuses wait, and come with it', async () => {
  const assetId = randomUUID();
  await author('asset.create', assetId, { storeId: store.id, assetNumber: 'N-1' });
  const at = new Date().toISOString();
  const status = { functionalStatus: 'FUNCTIONING', type: 'STATUS_UPDATE', loggedAt: at, createdAt: at };
  await author('assetLog.add', randomUUID(), { assetId, ...status });
  const created = (await programme.database.changes.after(0, 100)).find(
    ({ change }) => change.kind === 'asset.create',
  );
  const id = created?.change.id ?? '';
  await say('asset.disown', assetId, [id]);
  await site.cycle();
  expect([site.all('asset'), site.all('asset_log')]).toEqual([[], []]);
  await say('asset.own', assetId, [id]);
  await site.cycle();
  expect(site.all('asset')).toHaveLength(1);
  expect(site.all('asset_log')).toHaveLength(1);
});
