/** A cycle in which nothing is new costs no wait for the disk: a country of sites makes thousands of them an hour. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it } from 'vitest';
import { Programme } from './central';
import { someAsset, someLog } from './records';
import { OlderApi } from './site/older-api';

it('a cycle in which nothing is new writes nothing', async () => {
  const now = Date.now();
  const programme = await Programme.start({ loadsStarterData: true, now: () => now });
  const site = await programme.v6Site('hill');
  site.database.knowsStores = true;
  const older = new OlderApi(site);
  const cycle = async (): Promise<number> => {
    await older.cycle();
    return (await site.pull()).length;
  };
  await cycle();
  const asset = someAsset(randomUUID(), { donor_name_id: null });
  site.write('asset', asset);
  site.write('asset_log', someLog(asset.id, 'FUNCTIONING'));
  for (let cycles = 0; cycles < 3; cycles++) await cycle();
  const file = new DatabaseSync(join(programme.dataDir, 'waypost.sqlite'), { readOnly: true });
  // it changes with each commit of another connection that wrote something
  const version = (): unknown => file.prepare('PRAGMA data_version').get();
  const before = version();
  expect(await cycle()).toBe(0);
  expect(version()).toEqual(before);
  site.edit('asset', asset.id, { notes: 'new' });
  await cycle();
  expect(version()).not.toEqual(before);
  file.close();
  await programme.end();
});
