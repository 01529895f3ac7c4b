/** A site that is in the midst of its beginning when central is put back: it lacks what stood where it has asked already. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
  site = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password', undefined, {
    batchSize: 10,
  });
});
afterEach(() => programme.stop());

const author = (kind: string, entityId: string, patch: Record<string, string>): Promise<void> =>
  programme.author(programme.document, { kind, entityId, patch });

it('gets all of it, though it goes on from where it was', async () => {
  const ids = Array.from({ length: 30 }, () => randomUUID());
  for (const [index, id] of ids.entries())
    await author('asset.create', id, { storeId: store.id, assetNumber: `N-${index}` });
  const [first = ''] = ids;
  const at = new Date().toISOString();
  const log = { assetId: first, functionalStatus: 'FUNCTIONING', loggedAt: at, createdAt: at };
  await author('assetLog.add', randomUUID(), { ...log, type: 'STATUS_UPDATE' });
  await site.cycle();
  const backup = await programme.backup();
  // it moves to the end of what a site is sent
  await author('asset.edit', first, { notes: 'after the backup' });
  const again = site.wiped();
  const came = new Set<string>();
  while (!came.has(ids[15] ?? ''))
    for (const { record } of (await again.pullOnce()).records) came.add(record.recordId);
  expect(came.has(first)).toBe(false);
  await programme.restore(backup);
  again.mayGetAgain = true;
  await again.pull();
  expect(ids.filter((id) => !again.records.has(`asset/${id}`))).toEqual([]);
  expect(again.all('asset_log')).toHaveLength(1);
  again.mayGetAgain = false;
  expect(await again.cycle()).toEqual([]);
});
