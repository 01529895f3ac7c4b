/** The truths of Open mSupply sites once everything is quiet: nothing that central took is missing, and all hold the same. */
import { expect } from 'vitest';
import type { Data, OpenMSupplySite } from '../../v6/open-msupply-site';
import { storedAt } from '../ledger';
import type { World } from '../world';
import { allIn, readCentral } from '../oracle/sets';
import { disowned } from '../oracle/whose';
import type { SiteAtWork } from './site-at-work';

const TABLES = ['asset', 'asset_log', 'sync_file_reference'];
const isEquipment = (key: string): boolean => TABLES.some((table) => key.startsWith(`${table}/`));

export async function expectSitesQuiet(world: World): Promise<void> {
  for (const work of world.openMSupply) {
    await expectSilent(work);
    await expectSameAsCentral(work, await disownedAt(world));
    await expectTaken(world, work);
  }
}

/** Another cycle brings nothing. */
async function expectSilent(work: SiteAtWork): Promise<void> {
  work.site.mayGetAgain = false;
  expect([work.name, await work.site.cycle()]).toEqual([work.name, []]);
}

/** Of a record that a site keeps the fields that its version knows. It does not go to a site again for its time of change alone. */
function textOf({ database }: OpenMSupplySite, key: string, record: Data | undefined): string {
  const known = database.fieldsOf(key.slice(0, key.indexOf('/')));
  const fields = Object.entries(record ?? {}).filter(
    ([name, value]) => known.has(name) && name !== 'modified_datetime' && value !== null,
  );
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The record of an asset to which a record belongs, or which it is. */
const assetOf = (data: Data | undefined): string => {
  const { asset_id: ofLog, record_id: ofFile, id } = data ?? {};
  return `asset/${String(ofLog ?? ofFile ?? id)}`;
};

/** What central has forgotten of, and what hangs on it. */
const isDoubtful = ({ doubtful }: SiteAtWork, key: string, data: Data | undefined): boolean =>
  doubtful.has(key) || doubtful.has(assetOf(data));

/** The ids of what central has disowned after it had counted (rule K8): a site that had it then keeps it. */
async function disownedAt({ programme }: World): Promise<Set<string>> {
  const all = allIn((await readCentral(programme.database, [])).sets);
  const gone = disowned(all);
  return new Set(all.flatMap(({ change }) => (gone.has(change.id) ? [change.entityId] : [])));
}

/**
 * An installation that begins now gets what this one has; of what central has forgotten, or disowned since, this one may have more. What
 * has left the site it has as it was then.
 */
async function expectSameAsCentral(work: SiteAtWork, gone: ReadonlySet<string>): Promise<void> {
  const { name, site, at } = work;
  const wiped = site.wiped();
  await wiped.pull();
  const [here, there] = [site.records, wiped.records];
  const keys = [...new Set([...here.keys(), ...there.keys()])].filter(isEquipment);
  const isElsewhere = (key: string): boolean => {
    const assets = [there, here].map((records) => records.get(assetOf(records.get(key))));
    return assets.some((asset) => asset !== undefined && !at.stores.includes(String(asset['store_id'])));
  };
  const idIn = (key: string): string => key.slice(key.indexOf('/') + 1);
  const isGone = (key: string): boolean =>
    !there.has(key) && [key, assetOf(here.get(key))].some((one) => gone.has(idIn(one)));
  const unlike = keys.filter(
    (key) =>
      !isGone(key) &&
      !isDoubtful(work, key, here.get(key)) &&
      !isElsewhere(key) &&
      textOf(site, key, here.get(key)) !== textOf(site, key, there.get(key)),
  );
  expect(unlike.map((key) => ({ name, key, here: here.get(key), there: there.get(key) }))).toEqual([]);
  expect(keys.filter((key) => !here.has(key) && !isElsewhere(key))).toEqual([]);
  await expectBytes(work, wiped);
}

async function expectBytes(work: SiteAtWork, wiped: OpenMSupplySite): Promise<void> {
  for (const id of work.sent) {
    const key = `sync_file_reference/${id}`;
    const file = wiped.records.get(key);
    if (isDoubtful(work, key, file) || !file) continue;
    const bytes = Buffer.from(await (await wiped.download(file)).arrayBuffer());
    expect([key, bytes.toString()]).toEqual([key, work.files.get(id)?.toString()]);
  }
}

/**
 * Whatever central took, and was not put back since, it has: each record, and each edit. A record of what it has forgotten waits for that,
 * and is shown.
 */
async function expectTaken(world: World, work: SiteAtWork): Promise<void> {
  const stored = await storedAt(world.programme.database);
  const said = new Map<string, Set<unknown>>();
  for (const { change } of stored)
    said.set(change.entityId, (said.get(change.entityId) ?? new Set()).add(change.patch['notes']));
  const kept = (await world.programme.central.v6?.database.inbox.kept({ limit: 1000 }))?.items ?? [];
  const waits = new Set(kept.map(({ table, recordId }) => `${table}/${recordId}`));
  const missing = [...work.taken].filter(([key, data]) => {
    if (waits.has(key)) return !isDoubtful(work, key, data);
    const values = said.get(key.slice(key.indexOf('/') + 1));
    const isEdit = key.startsWith('asset/') && typeof data['notes'] === 'string';
    return !values || (isEdit && !values.has(data['notes']));
  });
  expect([work.name, missing]).toEqual([work.name, []]);
}
