/** Records that wait for another: it may come while they are looked at, or just before a kill. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RowsBehind } from '../../server/database/port/rows';
import { sha256Of } from '../server/upload';
import { Programme } from './central';
import { someAsset, someFile } from './records';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(() => programme.end());

const inboxOf = ({ central }: Programme) => {
  if (!central.v6) throw new Error('no V6');
  return central.v6.database;
};

async function siteWithPhoto() {
  const site = await programme.v6Site('hill');
  const assetId = randomUUID();
  const bytes = Buffer.from('a photo');
  const file = { ...someFile(assetId, bytes.length), id: randomUUID() };
  site.write('asset', someAsset(assetId, { store_id: 'hill-store', asset_number: 'A 1' }));
  site.write('sync_file_reference', file);
  return { site, bytes, file };
}

test('the bytes of a photo that come while its record is looked at are not passed over', async () => {
  const { site, bytes, file } = await siteWithPhoto();
  const { contents } = inboxOf(programme);
  const find = contents.of;
  let isFirst = true;
  contents.of = async (ids) => {
    const found = await find(ids);
    if (isFirst && ids.includes(file.id)) {
      isFirst = false;
      // on a second connection of the site; the answer comes when all that waits is through
      void site.upload(file.id, bytes);
      while (!(await find([file.id])).has(file.id)) await new Promise(setImmediate);
    }
    return found;
  };
  await site.push();
  await site.untilIntegrated();
  await expect.poll(async () => (await programme.kept()).total).toBe(0);
  const wiped = site.wiped();
  await wiped.cycle();
  expect(wiped.all('sync_file_reference')).toHaveLength(1);
});

test('a record that was woken when the server was stopped is taken up at its start', async () => {
  const { site, bytes, file } = await siteWithPhoto();
  await site.push();
  await site.untilIntegrated();
  expect((await programme.kept()).total).toBe(1);
  // stopped after the bytes were noted, and before the record was tried again
  const { inbox, contents } = inboxOf(programme);
  const [siteId = ''] = await inbox.wake({ ids: [file.id] });
  await contents.put(file.id, { sha256: sha256Of(bytes), bytes: bytes.length, siteId });
  programme = await programme.startAgain();
  await expect.poll(() => inboxOf(programme).inbox.unfinished()).toEqual([]);
  expect((await programme.kept()).total).toBe(0);
});

test('records that come while the lists are far behind are integrated once these are not', async () => {
  const { following } = programme.central.database;
  const reached = following.reached.bind(following);
  let isBehind = true;
  let tries = 0;
  following.reached = (seq, ms) => {
    if (seq !== undefined || ms !== undefined || !isBehind) return reached(seq, ms);
    tries += 1;
    return Promise.reject(new RowsBehind('the rows are behind the log'));
  };
  const site = await programme.v6Site('hill');
  const assetId = randomUUID();
  site.write('asset', someAsset(assetId, { store_id: 'hill-store', asset_number: 'A 1' }));
  await site.push();
  await expect.poll(() => tries).toBeGreaterThan(0);
  isBehind = false;
  await site.untilIntegrated();
  expect((await programme.kept()).total).toBe(0);
  expect(await programme.central.database.rows.row('asset', assetId)).toMatchObject({ assetNumber: 'A 1' });
}, 40_000);
