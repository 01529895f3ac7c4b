/** A photo whose record is at central before its bytes: a site that asked in vain would show an error, and ask no more. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jpeg, Sender, sha256Of } from '../server/upload';
import { leaveAll } from '../sync/stock-client';
import { Programme } from './central';
import { phoneOf, siteCoded } from './device';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(async () => {
  leaveAll();
  await programme.end();
});

it('a site hears of a photo when it can have it, once', async () => {
  const site = await programme.v6Site('hill');
  await site.cycle();
  const phone = await phoneOf(programme, await siteCoded(programme, 'hill'), 'hill-store');
  const [assetId, fileId] = [randomUUID(), randomUUID()];
  const bytes = jpeg(3000);
  await phone.say('asset.create', assetId, { storeId: 'hill-store', assetNumber: 'A 1' });
  await phone.say('file.attach', fileId, {
    ...{ ownerTable: 'asset', ownerId: assetId, fileName: 'plate.jpg', mimeType: 'image/jpeg' },
    ...{ totalBytes: bytes.length, sha256: sha256Of(bytes), createdAt: new Date().toISOString() },
  });
  const first = await site.cycle();
  expect(first.map(({ tableName }) => tableName)).toEqual(['asset']);
  expect(await site.cycle()).toEqual([]);
  // the site's cursor is long past the record when the bytes come
  const sender = new Sender(programme.origin, { authorization: `Bearer ${phone.token}` });
  const created = await sender.create({ bytes, storeId: 'hill-store' });
  const location = created.headers.get('location') ?? '';
  expect((await sender.patch(new URL(location, programme.origin).href, 0, bytes)).status).toBe(204);
  const then = await site.cycle();
  expect(then.map(({ tableName, recordId }) => [tableName, recordId])).toEqual([
    ['sync_file_reference', fileId],
  ]);
  const answer = await site.download(site.of('sync_file_reference', fileId));
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  expect(await site.cycle()).toEqual([]);
  const wiped = site.wiped();
  await wiped.cycle();
  expect(wiped.all('sync_file_reference')).toHaveLength(1);
}, 60_000);
