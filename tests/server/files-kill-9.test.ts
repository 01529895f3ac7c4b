/** kill -9 in the middle of an upload: bytes that had arrived are still there, and the file ends as it was sent. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { randomOf } from '../sync/random';
import { jpeg, Sender, sha256Of } from './upload';

const ROUNDS = 4;

test(`${ROUNDS} kills during one upload, at bytes that the seed says`, async () => {
  const random = randomOf(9);
  const bytes = jpeg(400_000);
  let server = await CentralServer.start();
  try {
    const staff = await Staff.signIn(server.origin);
    const site = await staff.makeSite('S1', 'First');
    const { deviceToken } = await staff.join(site, 'Phone');
    const sender = new Sender(server.origin, { authorization: `Bearer ${deviceToken}` });
    const location =
      (await sender.create({ bytes, storeId: site.stores[0].id })).headers.get('location') ?? '';
    const offset = async () => Number((await sender.head(location)).headers.get('upload-offset'));
    for (let round = 0; round < ROUNDS; round++) {
      const before = await offset();
      const sent = before + 10_000 + random.below(80_000);
      expect((await sender.patch(location, before, bytes.subarray(before, sent))).status).toBe(204);
      const dying = sender.patch(location, sent, bytes.subarray(sent, sent + 60_000)).catch(() => undefined);
      await server.kill();
      await dying;
      server = await server.startAgain();
      expect(await offset()).toBeGreaterThanOrEqual(sent);
    }
    const from = await offset();
    if (from < bytes.length)
      expect((await sender.patch(location, from, bytes.subarray(from))).status).toBe(204);
    const again = await sender.create({ bytes, storeId: site.stores[0].id });
    expect(again.headers.get('upload-offset')).toBe(String(bytes.length));
    const sha256 = sha256Of(bytes);
    expect(sha256Of(await readFile(join(server.dataDir, 'files', sha256.slice(0, 2), sha256)))).toBe(sha256);
  } finally {
    await server.remove();
  }
}, 120_000);
