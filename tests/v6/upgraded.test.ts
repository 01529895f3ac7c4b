/** Sites that are upgraded: what the version before could not hold comes with the next cycle, whether it was kept back or sent otherwise. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import type { OpenMSupplySite } from './open-msupply-site';

let programme: Programme;
let said = 0;
beforeEach(async () => {
  programme = await Programme.start({ loadsStarterData: true });
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

async function say(kind: string, entityId: string, patch: Record<string, unknown>): Promise<void> {
  said += 1;
  const by = { deviceId: 'tool', userId: 'amina' };
  const hlc = `${Date.now() + said}-0000-tool`;
  const change = { id: randomUUID(), hlc, ...by, n: said, kind, entityId, patch };
  expect(await programme.central.sync.author('config', [change], by)).toMatchObject({ ok: true });
}

/** The same installation with another version of its program: it keeps what it has, as that can hold it. */
function upgraded(site: OpenMSupplySite, version: string): OpenMSupplySite {
  const after = site.wiped({ version });
  after.isInitialised = true;
  after.cursor = site.cursor;
  const { known } = after.database;
  const rank = (key: string): number => known.indexOf(key.split('/')[0] ?? '');
  for (const [key, record] of [...site.records].sort(([a], [b]) => rank(a) - rank(b))) {
    after.records.set(key, record);
    after.database.put(key.split('/')[0] ?? '', record);
  }
  return after;
}

const item = 'A'.repeat(32);
const reason = { functionalStatus: 'UNSERVICEABLE', reason: 'Worn out', commentsRequired: true };

it('what only the new version holds comes once, and nothing else', async () => {
  const site = await programme.v6Site('hill', undefined, { version: '2.3.5' });
  site.database.add('item_link', item);
  await say('statusReason.create', 'worn', reason);
  await say('assetProperty.create', 'last-service', { key: 'last-service', name: 'Last', valueType: 'DATE' });
  await say('packVariant.create', 'pack', {
    ...{ itemId: item, shortName: 'V', longName: 'Vial', packSize: 1, isActive: true },
  });
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  const assetId = randomUUID();
  await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'L-1' });
  const status = { assetId, type: 'STATUS_UPDATE', loggedAt: new Date().toISOString() };
  await phone.say('assetLog.add', 'plain', { ...status, functionalStatus: 'FUNCTIONING' });
  await phone.say('assetLog.add', 'odd', {
    ...status,
    functionalStatus: 'NOT_FUNCTIONING',
    reasonId: 'worn',
  });
  await phone.say('assetLog.add', 'over', { ...status, functionalStatus: 'UNSERVICEABLE', reasonId: 'worn' });
  await site.cycle();
  expect(site.of('asset_log', 'over')).toMatchObject({ status: 'DECOMMISSIONED', reason_id: null });
  const after = upgraded(site, '2.19.0');
  after.database.add('item_link', item);
  await after.push();
  await after.untilIntegrated();
  const came = await after.pull();
  expect(after.of('asset_log', 'over')).toMatchObject({ status: 'UNSERVICEABLE', reason_id: 'worn' });
  expect(after.of('asset_log', 'odd')).toMatchObject({ reason_id: 'worn' });
  expect(after.of('asset_log_reason', 'worn')).toMatchObject({ comments_required: true });
  expect(after.of('asset_property', 'last-service')).toMatchObject({ value_type: 'DATE' });
  expect(after.of('item_variant', 'pack')).toMatchObject({ name: 'Vial' });
  expect(after.all('packaging_variant')).toHaveLength(1);
  expect(came.some(({ recordId }) => recordId === 'plain' || recordId === assetId)).toBe(false);
  expect(await after.cycle()).toEqual([]);
}, 60_000);

it('a status comes again once its reason is there', async () => {
  const site = await programme.v6Site('hill');
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  const assetId = randomUUID();
  await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'L-1' });
  const status = { assetId, type: 'STATUS_UPDATE', functionalStatus: 'UNSERVICEABLE', reasonId: 'worn' };
  await phone.say('assetLog.add', 'log-1', { ...status, loggedAt: new Date().toISOString() });
  await site.cycle();
  expect(site.of('asset_log', 'log-1')).toMatchObject({ reason_id: null });
  await say('statusReason.create', 'worn', reason);
  await site.cycle();
  expect(site.of('asset_log', 'log-1')).toMatchObject({ reason_id: 'worn' });
  expect(await site.cycle()).toEqual([]);
}, 60_000);
