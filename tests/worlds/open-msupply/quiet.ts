/** The truths of Open mSupply sites once everything is quiet: nothing that central took is missing, and all hold the same. */
import { expect } from 'vitest';
import { storedAt } from '../ledger';
import type { World } from '../world';
import type { Data } from '../../v6/open-msupply-site';
import type { SiteAtWork } from './site-at-work';

const TABLES = ['asset', 'asset_log', 'sync_file_reference'];
const isEquipment = (key: string): boolean => TABLES.some((table) => key.startsWith(`${table}/`));

export async function expectSitesQuiet(world: World): Promise<void> {
  for (const work of world.openMSupply) {
    await expectSilent(work);
    await expectSameAsCentral(work);
    await expectTaken(world, work);
  }
}

/** A record does not go back to a site for its time alone. */
const textOf = (record: Data | undefined): string =>
  JSON.stringify({ ...record, modified_datetime: undefined });

/** Another cycle brings nothing. */
async function expectSilent(work: SiteAtWork): Promise<void> {
  work.site.mayGetAgain = false;
  expect([work.name, await work.site.cycle()]).toEqual([work.name, []]);
}

/** An installation that begins now gets what this one has; of what central has forgotten this one may have more. */
async function expectSameAsCentral({ name, site, doubtful, files, sent }: SiteAtWork): Promise<void> {
  const wiped = site.wiped();
  await wiped.pull();
  const [here, there] = [site.records, wiped.records];
  const keys = [...new Set([...here.keys(), ...there.keys()])].filter(isEquipment);
  const unlike = keys.filter((key) => !doubtful.has(key) && textOf(here.get(key)) !== textOf(there.get(key)));
  expect(unlike.map((key) => ({ name, key, here: here.get(key), there: there.get(key) }))).toEqual([]);
  expect(keys.filter((key) => !here.has(key))).toEqual([]);
  for (const id of sent) {
    const key = `sync_file_reference/${id}`;
    const file = there.get(key);
    if (doubtful.has(key) || !file) continue;
    const bytes = Buffer.from(await (await wiped.download(file)).arrayBuffer());
    expect([key, bytes.toString()]).toEqual([key, files.get(id)?.toString()]);
  }
}

/** Whatever central took, and was not put back since, it has: each record, and each edit. */
async function expectTaken(world: World, { name, taken }: SiteAtWork): Promise<void> {
  const stored = await storedAt(world.programme.database);
  const said = new Map<string, Set<unknown>>();
  for (const { change } of stored)
    said.set(change.entityId, (said.get(change.entityId) ?? new Set()).add(change.patch['notes']));
  const missing = [...taken].filter(([key, data]) => {
    const values = said.get(key.slice(key.indexOf('/') + 1));
    const isEdit = key.startsWith('asset/') && typeof data['notes'] === 'string';
    return !values || (isEdit && !values.has(data['notes']));
  });
  expect([name, missing]).toEqual([name, []]);
  const kept = await world.programme.central.v6?.database.inbox.kept({ limit: 100 });
  expect([
    name,
    kept?.items.filter(({ recordId }) => [...taken.keys()].some((key) => key.endsWith(recordId))),
  ]).toEqual([name, []]);
}
