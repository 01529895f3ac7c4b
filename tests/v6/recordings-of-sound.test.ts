/** A sound recording as a real site sends it: its part has no content type, and its first bytes could be those of a film. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Programme } from './central';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile } from './records';

let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(() => programme.end());

/** Byte for byte as the program at a site writes it: a file part with a name alone. */
async function uploadAsReal(site: OpenMSupplySite, fileId: string, bytes: Buffer): Promise<unknown> {
  const json = JSON.stringify({ file_id: fileId, sync_v5_settings: site.settings, sync_v6_version: 5 });
  const body = Buffer.concat([
    Buffer.from(
      `--edge\r\nContent-Disposition: form-data; name="json_part"\r\nContent-Type: application/json\r\n\r\n${json}\r\n` +
        `--edge\r\nContent-Disposition: form-data; name="file_part"; filename="note.webm"\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n--edge--\r\n'),
  ]);
  const headers = { 'content-type': 'multipart/form-data; boundary=edge' };
  const answer = await fetch(`${programme.origin}/central/sync/upload_file`, {
    method: 'PUT',
    headers,
    body,
  });
  return answer.json();
}

it('counts as what its record says: taken where the programme takes recordings and no films', async () => {
  const site = await programme.v6Site('hill');
  await programme.say({ takesVideos: false });
  const asset = someAsset(randomUUID());
  // EBML with the doc type webm: sound and films begin alike
  const webm = Buffer.concat([
    Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
    Buffer.alloc(4000, 7),
  ]);
  const sound = someFile(asset.id, webm.length, { file_name: 'note.webm', mime_type: 'audio/webm' });
  const film = someFile(asset.id, webm.length, { file_name: 'film.webm', mime_type: 'video/webm' });
  site.write('asset', asset);
  for (const file of [sound, film]) site.write('sync_file_reference', file);
  await site.cycle();
  expect(await uploadAsReal(site, sound.id, webm)).toEqual({ data: null });
  expect(await uploadAsReal(site, film.id, webm)).toEqual({
    error: { otherServerError: 'This programme takes no files of this kind.' },
  });
  await site.untilIntegrated();
  const { items } = await programme.kept();
  expect(items.map(({ recordId }) => recordId)).toEqual([film.id]);
}, 60_000);
