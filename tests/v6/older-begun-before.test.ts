/**
 * A site that is in the midst of its beginning when central is put back, by the older API: it lacks the items that stood where it has asked
 * already.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { store } from '../sync/replicas';
import { Restored } from '../sync/restored';
import { OpenMSupplySite } from './open-msupply-site';

interface Answer {
  maxCursor: number;
  data: { ID: number; recordId: string }[];
}

let programme: Restored;
let headers: Record<string, string>;
let cursor = 0;
let came = new Set<string>();

beforeEach(async () => {
  programme = await Restored.start();
  const { registry } = programme.database;
  const siteId = (await registry.sites.sitesOfStores([store.id])).get(store.id) ?? '';
  await programme.speakV6(siteId, { name: 'hill', password: 'a site password' });
  ({ headers } = new OpenMSupplySite(programme.central.origin, 'hill', 'a site password'));
});
afterEach(() => programme.stop());

const begin = async (): Promise<void> => {
  const answer = await fetch(`${programme.central.origin}/sync/v5/initialise`, {
    ...{ method: 'POST', headers, body: '{}' },
  });
  expect(answer.status).toBe(200);
};

/** The next page of its stores and items; false where there is none. */
async function ask(): Promise<boolean> {
  const path = `/sync/v5/central_records?cursor=${cursor}&limit=4`;
  const answer = await fetch(`${programme.central.origin}${path}`, { headers });
  const { data } = (await answer.json()) as Answer;
  for (const { recordId } of data) came.add(recordId);
  cursor = data.at(-1)?.ID ?? cursor;
  return data.length > 0;
}

async function askAll(): Promise<void> {
  for (let pages = 0; await ask(); pages++) if (pages > 100) throw new Error('a pull without end');
}

it('gets all of them, though it goes on from where it was', async () => {
  const ids = Array.from({ length: 12 }, (): string => randomUUID());
  for (const [index, id] of ids.entries())
    await programme.author('config', {
      ...{ kind: 'item.create', entityId: id },
      patch: { code: `I-${index}`, name: `Item ${index}`, unit: '' },
    });
  await begin();
  await askAll();
  // in the order in which a site is sent them
  const [first = '', ...others] = [...came].filter((id) => ids.includes(id));
  expect(others).toHaveLength(11);
  // its next cycle
  expect(await ask()).toBe(false);
  const backup = await programme.backup();
  // it moves to the end of what a site is sent
  await programme.author('config', { kind: 'item.edit', entityId: first, patch: { name: 'Another' } });
  // the site is wiped
  [cursor, came] = [0, new Set()];
  await begin();
  while (!came.has(others[5] ?? '')) await ask();
  expect(came.has(first)).toBe(false);
  await programme.restore(backup);
  await begin();
  await askAll();
  expect(ids.filter((id) => !came.has(id))).toEqual([]);
  // nothing is sent again to one that has all
  expect(await ask()).toBe(false);
});
