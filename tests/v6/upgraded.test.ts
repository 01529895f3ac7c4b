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
  after.changelog = site.changelog;
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

/** A piece of equipment with a value in every field that some version of a site has not. */
async function pieceWithAll(): Promise<string> {
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  const id = randomUUID();
  await phone.say('asset.create', id, {
    ...{ storeId: 'hill-store', assetNumber: 'L-1', serialNumber: 'S-1', warrantyEnd: '2030-01-01' },
    ...{ needsReplacement: true, properties: { energy_source: 'Solar' }, lockedFields: ['serialNumber'] },
    v6Fields: { donor_name_id: 'donor 1' },
  });
  return id;
}

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19);

const blankAt = {
  '2.3.5': {
    ...{ properties: null, donor_name_id: null, warranty_start: null, warranty_end: null },
    needs_replacement: null,
  },
  '2.19.0': { locked_fields_json: null },
};

it.each([
  ['2.0.3', '2.3.5'],
  ['2.9.2', '2.19.0'],
] as const)(
  'equipment that is edited after an upgrade from %s to %s keeps what was unknown before',
  async (from, to) => {
    const site = await programme.v6Site('hill', undefined, { version: from });
    const id = await pieceWithAll();
    await site.cycle();
    const before = await programme.asset(id);
    const after = upgraded(site, to);
    // its upgrade adds the fields, blank
    after.records.set(`asset/${id}`, { ...after.of('asset', id), ...blankAt[to] });
    after.edit('asset', id, { notes: 'edited', modified_datetime: later(1) });
    await after.cycle();
    const { warrantyEnd, needsReplacement, properties, lockedFields, v6Fields } = before;
    expect(await programme.asset(id)).toMatchObject({
      ...{ notes: 'edited', warrantyEnd, needsReplacement, properties, lockedFields, v6Fields },
    });
    expect(after.of('asset', id)).toMatchObject(
      to === '2.3.5'
        ? { warranty_end: '2030-01-01', needs_replacement: true, properties: '{"energy_source":"Solar"}' }
        : { locked_fields_json: '{"serialNumber":true}' },
    );
    expect(await after.cycle()).toEqual([]);
    after.edit('asset', id, { ...blankAt[to], modified_datetime: later(2) });
    await after.cycle();
    expect(await programme.asset(id)).toMatchObject(
      to === '2.3.5' ? { properties: {}, needsReplacement: false } : { lockedFields: [] },
    );
  },
);

it('equipment comes again after an upgrade where it has more than was known before, and only then', async () => {
  const site = await programme.v6Site('hill', undefined, { version: '2.9.2' });
  const id = await pieceWithAll();
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  await phone.say('asset.create', 'plain', { storeId: 'hill-store', assetNumber: 'L-2' });
  await site.cycle();
  expect(site.of('asset', id)).not.toHaveProperty('locked_fields_json');
  const after = upgraded(site, '2.19.0');
  const came = (await after.cycle()).filter(({ tableName }) => tableName === 'asset');
  expect(came.map(({ recordId }) => recordId)).toEqual([id]);
  expect(await after.cycle()).toEqual([]);
});
