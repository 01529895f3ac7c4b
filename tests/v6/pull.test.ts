/** The contents of a pull: everything, once, with right totals, even while others write. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';
import type { Batch, OpenMSupplySite } from './open-msupply-site';

let programme: Programme;
let site: OpenMSupplySite;
beforeEach(async () => {
  programme = await Programme.start();
  site = await programme.v6Site('hill');
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

const phone = async () => phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');

describe('a pull', () => {
  it('skips nothing that is being stored while it reads', async () => {
    const { say } = await phone();
    const ids = Array.from({ length: 150 }, () => randomUUID());
    site.batchSize = 4;
    const isOver = Promise.all(ids.map((id, n) => say('asset.create', id, { assetNumber: `A ${n}` })));
    let isWriting = true;
    void isOver.then(() => (isWriting = false));
    let last = 0;
    while (isWriting) {
      const { records } = await site.pullOnce();
      for (const { cursor } of records) {
        expect(cursor).toBeGreaterThan(last);
        last = cursor;
      }
    }
    await site.pull();
    expect(
      site
        .all('asset')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
  });

  it('counts what is left exactly, batch after batch', async () => {
    const { say } = await phone();
    for (let n = 0; n < 11; n++) await say('asset.create', randomUUID(), { assetNumber: `A ${n}` });
    site.batchSize = 4;
    const batches: Batch[] = [];
    do batches.push(await site.pullOnce());
    while (batches.at(-1)?.is_last_batch === false);
    expect(batches.map(({ records, total_records }) => [records.length, total_records])).toEqual([
      [4, 11],
      [4, 7],
      [3, 3],
    ]);
  });

  it('gives all to a site whose cursor is not from here: it synced with another central server before', async () => {
    const { say } = await phone();
    const [first, second] = [randomUUID(), randomUUID()];
    await say('asset.create', first, { assetNumber: 'A 1' });
    site.cursor = 1_000_000;
    site.mayGetAgain = true;
    site.isInitialised = true;
    site.cuts.add(1);
    await expect(site.pullOnce()).rejects.toThrow();
    await site.pull();
    expect(site.of('asset', first)['asset_number']).toBe('A 1');
    await say('asset.create', second, { assetNumber: 'A 2' });
    expect((await site.pull()).map(({ recordId }) => recordId)).toEqual([second]);
  });

  it('gives all to such a site also when its cursor might be from here', async () => {
    const { say } = await phone();
    const ids = Array.from({ length: 5 }, () => randomUUID());
    for (const id of ids) await say('asset.create', id, { assetNumber: id });
    site.cursor = 3;
    site.mayGetAgain = true;
    site.isInitialised = true;
    // no page may end with that cursor
    const [, second] = ids;
    const inOrder = [...ids.filter((id) => id !== second), second];
    expect((await site.pull()).map(({ recordId }) => recordId)).toEqual(inOrder);
  });

  it.each([1, 2, 3])('gives all to such a site also one by one, from %i', async (cursor) => {
    const { say } = await phone();
    const ids = Array.from({ length: 4 }, () => randomUUID());
    for (const id of ids) await say('asset.create', id, { assetNumber: id });
    site.batchSize = 1;
    site.cursor = cursor;
    site.mayGetAgain = true;
    site.isInitialised = true;
    const pulled = await site.pull();
    expect(pulled.map(({ recordId }) => recordId).sort()).toEqual([...ids].sort());
  });

  it.each([Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 63])(
    'serves all sites after one asked from %s',
    async (asked) => {
      const { say } = await phone();
      const [first, second] = [randomUUID(), randomUUID()];
      await say('asset.create', first, { assetNumber: 'A 1' });
      site.cursor = asked;
      site.mayGetAgain = true;
      site.isInitialised = true;
      expect((await site.pull()).map(({ recordId }) => recordId)).toEqual([first]);
      await say('asset.create', second, { assetNumber: 'A 2' });
      expect((await site.pull()).map(({ recordId }) => recordId)).toEqual([second]);
    },
  );
});
