// Two records of one piece, to a site that knows no merging: one is removed, and its logs and files are those of the other.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { someAsset, someFile, someLog } from './records';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

it('[T4] a merged record goes to its site as removed, its logs and files as those of the one that stands, and back again', async () => {
  const [stays, goes] = [randomUUID(), randomUUID()];
  const site = await programme.v6Site('hill');
  const log = someLog(goes, 'NOT_IN_USE');
  const photo = Buffer.from('a photo');
  const file = someFile(goes, photo.length);
  site.write('asset', someAsset(stays));
  site.write('asset', { ...someAsset(goes), asset_number: 'A 2' });
  site.write('asset_log', log);
  site.write('sync_file_reference', file);
  await site.cycle();
  await site.upload(file.id, photo);
  await site.untilIntegrated();

  await programme.staff('POST', `/api/assets/${goes}/merge`, { into: stays });
  site.mayGetAgain = true;
  await site.cycle();
  expect(site.of('asset', goes)['deleted_datetime']).toEqual(expect.any(String));
  expect(site.of('asset', stays)['deleted_datetime'] ?? null).toBeNull();
  expect(site.of('asset_log', log.id)).toEqual({ ...log, asset_id: stays });
  expect(site.of('sync_file_reference', file.id)).toMatchObject({ record_id: stays });

  await programme.staff('DELETE', `/api/assets/${goes}/merge`);
  await site.cycle();
  expect(site.of('asset', goes)['deleted_datetime'] ?? null).toBeNull();
  expect(site.of('asset_log', log.id)).toEqual(log);
  expect(site.of('sync_file_reference', file.id)).toMatchObject({ record_id: goes });
});
