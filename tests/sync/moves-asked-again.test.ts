/** A device asks again for a move, since the answer was lost, and central was put back meanwhile: each change says one thing (rule C1). */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeDocument } from '#shared/change/documents';
import { addAsset } from '#shared/commands/add-asset';
import { createJoinCode } from '../../src/central-api/join-codes';
import { askForMove } from '../../src/central-api/own-moves';
import { createSite } from '../../src/central-api/sites';
import type { Replica } from '../../src/replica/replica';
import { joinDevice, staffFetch } from './engines';
import { fridge } from './replicas';
import { must, Restored } from './restored';

const ward = { id: 'ward', code: 'W', name: 'Maternity ward' };
const office = { id: 'office', code: 'O', name: 'Office' };

let programme: Restored;
let phone: Replica;
let tablet: Replica;

beforeEach(async () => {
  programme = await Restored.start();
  const staff = { url: programme.central.origin, fetch: await staffFetch(programme.central) };
  const site = must(await createSite(staff, { code: 'A', name: 'Site A', stores: [ward, office] }));
  const device = async (): Promise<Replica> =>
    joinDevice(programme.central, must(await createJoinCode(staff, site.id)).code);
  phone = await device();
  tablet = await device();
  must(await phone.commit(addAsset, { ...fridge('A-1', 'asset-1'), storeId: ward.id }));
  for (const one of [phone, tablet]) await programme.visit(one);
});
afterEach(() => programme.stop());

async function ask(id: string, from: string, storeId: string): Promise<void> {
  const identity = await phone.db.identity.get('me');
  if (identity?.kind !== 'site') throw new Error('no device of a site');
  const central = { url: programme.central.origin, token: identity.deviceToken };
  must(await askForMove(central, { id, assetId: 'asset-1', from, storeId, userId: 'u' }));
}

const contents = async (): Promise<Map<string, Set<string>>> => {
  const said = new Map<string, Set<string>>();
  for (const { change } of await programme.database.changes.after(0, 1000))
    said.set(change.id, (said.get(change.id) ?? new Set()).add(JSON.stringify(change)));
  return said;
};

it('[C1] [W5] is made again as the same change, or as another one, and all hold the same', async () => {
  const backup = await programme.backup();
  const wish = randomUUID();
  await ask(wish, ward.id, office.id);
  await ask(randomUUID(), office.id, ward.id);
  await programme.visit(tablet);
  await programme.restore(backup);
  await ask(wish, ward.id, office.id);
  for (const one of [tablet, phone, tablet, phone]) await programme.visit(one);
  expect([...(await contents()).values()].filter((texts) => texts.size > 1)).toEqual([]);
  const rows = await Promise.all([phone, tablet].map(({ db }) => db.assets.get('asset-1')));
  const { storeId } = (await programme.database.rows.asset('asset-1')) ?? {};
  expect(rows.map((row) => row?.storeId)).toEqual([storeId, storeId]);
  for (const store of [ward.id, office.id]) {
    const document = storeDocument(store, programme.year);
    const root = await programme.rootAtCentral(document);
    expect(await Promise.all([phone, tablet].map((one) => programme.rootAt(one, document)))).toEqual([
      root,
      root,
    ]);
  }
});
