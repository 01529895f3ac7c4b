/** Files that a site sends in pieces, over links that break, and its own words on how far it is with them. */
import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budgetNumbers } from '../../server/budgets/budgets';
import { jpeg } from '../server/upload';
import { Programme } from './central';
import type { OpenMSupplySite } from './open-msupply-site';
import { someAsset, someFile } from './records';
import { InPieces } from './site/in-pieces';

const version = '2.21.1';
let programme: Programme;
beforeEach(async () => {
  programme = await Programme.start();
});
afterEach(() => programme.end());

/** A site with equipment, and the record of a photo of it. */
async function siteWithPhoto(bytes: Uint8Array, isPushed = true) {
  const site = await programme.v6Site('hill', undefined, { version });
  const assetId = randomUUID();
  const file = someFile(assetId, bytes.length, { status: 'New', error: null });
  site.write('asset', someAsset(assetId));
  site.write('sync_file_reference', file);
  if (isPushed) await site.cycle();
  return { site, file, assetId };
}

const bytesOf = async (site: OpenMSupplySite, file: Record<string, unknown>): Promise<Buffer> =>
  Buffer.from(await (await site.download(file)).arrayBuffer());

/** The pieces that still lie there. */
const lying = async (): Promise<string[]> =>
  readdir(join(programme.dataDir, 'files', 'uploads')).catch(() => []);

describe('a file in pieces', () => {
  it('arrives; its site says that it is done, and is sent nothing of that', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    expect(await site.upload(file.id, bytes)).toEqual({ data: null });
    expect(await site.cycle()).toEqual([]);
    expect(await site.cycle()).toEqual([]);
    expect(await bytesOf(site, file)).toEqual(bytes);
    expect((await programme.kept()).total).toBe(0);
    expect(await lying()).toEqual([]);
    // the answer to its last piece was lost
    expect(await site.inPieces.send(file.id, bytes)).toBe(0);
  });

  it('arrives from a stock client of tus as well', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    const headers = { 'Upload-Metadata': site.inPieces.headers(file.id)['upload-metadata'] ?? '' };
    await new Promise<void>((resolve, reject) => {
      new Upload(Buffer.from(bytes), {
        ...{ endpoint: site.inPieces.address, headers, chunkSize: 4000, retryDelays: [] },
        ...{ onSuccess: () => resolve(), onError: reject },
      }).start();
    });
    expect(await bytesOf(site, file)).toEqual(bytes);
  });

  it('arrives from a client that writes its header with blanks, and no ends of base64', async () => {
    const bytes = jpeg(3000);
    const { site, file } = await siteWithPhoto(bytes);
    const { address } = site.inPieces;
    const own = site.inPieces.headers(file.id);
    const headers = { ...own, 'upload-metadata': own['upload-metadata']?.replace(/=*,/g, ', ') ?? '' };
    const begun = await fetch(address, { method: 'POST', headers: { ...headers, 'upload-length': '3000' } });
    expect(begun.status).toBe(201);
    const piece = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const body = Buffer.from(bytes);
    const sent = await fetch(`${address}/${file.id}`, {
      method: 'PATCH',
      headers: { ...headers, ...piece },
      body,
    });
    expect([sent.status, sent.headers.get('upload-offset')]).toEqual([204, '3000']);
    expect(await bytesOf(site, file)).toEqual(bytes);
  });

  it('that was announced again goes on where it was, unless with another length', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    const { inPieces } = site;
    await inPieces.create(file.id, bytes.length);
    await inPieces.patch(file.id, 0, bytes.subarray(0, 5000));
    expect((await inPieces.create(file.id, bytes.length)).status).toBe(201);
    expect(await inPieces.offset(file.id)).toBe(5000);
    expect((await inPieces.create(file.id, 8000)).status).toBe(201);
    expect(await inPieces.offset(file.id)).toBe(0);
    expect((await inPieces.patch(file.id, 0, bytes)).status).toBe(413);
  });

  it('whose bytes had all come when the server was killed is taken at the next question', async () => {
    const bytes = jpeg(3000);
    const { site, file } = await siteWithPhoto(bytes);
    const { inPieces } = site;
    await inPieces.create(file.id, bytes.length);
    const [name = ''] = (await lying()).filter((one) => !one.endsWith('.json'));
    await writeFile(join(programme.dataDir, 'files', 'uploads', name), bytes);
    expect(await inPieces.offset(file.id)).toBe(3000);
    expect(await bytesOf(site, file)).toEqual(bytes);
    expect(await lying()).toEqual([]);
  });

  it('a site that gets its own record back is not to send the bytes again, nor to be told of another site', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    await site.upload(file.id, bytes);
    await site.cycle();
    const wiped = site.wiped();
    await wiped.cycle();
    expect(wiped.all('sync_file_reference')).toEqual([expect.objectContaining({ status: 'Done' })]);
    const older = site.wiped({ version: '2.19.0' });
    await older.cycle();
    expect(older.all('sync_file_reference')[0]).not.toHaveProperty('status');
  });

  it('goes on at the byte up to which it came, also after the server was stopped', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    const slow = new InPieces(site.inPieces.address, site.settings, 1000);
    expect((await slow.create(file.id, bytes.length)).status).toBe(201);
    expect((await slow.patch(file.id, 0, bytes.subarray(0, 1000))).headers.get('upload-offset')).toBe('1000');
    expect((await slow.patch(file.id, 0, bytes.subarray(0, 1000))).status).toBe(409);
    programme = await programme.startAgain();
    site.origin = programme.origin;
    expect(await new InPieces(site.inPieces.address, site.settings, 1000).send(file.id, bytes)).toBe(8000);
    await site.untilIntegrated();
    expect(await bytesOf(site, file)).toEqual(bytes);
  });

  it('counts the bytes that came of a piece whose link broke', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes);
    const { inPieces } = site;
    await inPieces.create(file.id, bytes.length);
    await brokenPiece(`${inPieces.address}/${file.id}`, inPieces.headers(file.id), bytes.subarray(0, 5000));
    await expect.poll(() => inPieces.offset(file.id)).toBe(5000);
    expect(await inPieces.send(file.id, bytes)).toBe(4000);
    await site.untilIntegrated();
    expect(await bytesOf(site, file)).toEqual(bytes);
  });

  it('may come before its record', async () => {
    const bytes = jpeg(9000);
    const { site, file } = await siteWithPhoto(bytes, false);
    await site.inPieces.send(file.id, bytes);
    await site.cycle();
    expect((await programme.kept()).total).toBe(0);
    expect(await bytesOf(site, file)).toEqual(bytes);
  });

  it('of another table is kept for its site alone, of any kind', async () => {
    const site = await programme.v6Site('hill', undefined, { version });
    await site.cycle();
    const program = Buffer.from('4d5a90000300000004000000ffff0000', 'hex');
    const file = someFile('an order', program.length, { table_name: 'purchase_order', status: 'New' });
    site.write('sync_file_reference', file);
    await site.cycle();
    await site.inPieces.send(file.id, program, 'purchase_order');
    expect(await bytesOf(site, file)).toEqual(program);
    expect((await programme.kept()).total).toBe(0);
  });
});

describe('is refused with a status of its own', () => {
  it('a stranger, a site that guesses, another version of tus, and too many bytes', async () => {
    const bytes = jpeg(3000);
    const { site, file } = await siteWithPhoto(bytes);
    const { address } = site.inPieces;
    const guesser = new InPieces(address, { ...site.settings, passwordSha256: 'a guess' });
    const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;
    expect(await status(guesser.create(file.id, 3000))).toBe(401);
    expect(await status(guesser.head(file.id))).toBe(401);
    expect(await status(guesser.patch(file.id, 0, bytes))).toBe(401);
    expect(await status(fetch(address, { method: 'POST', headers: { 'tus-resumable': '1.0.0' } }))).toBe(400);
    expect(await status(fetch(address, { method: 'POST' }))).toBe(412);
    expect(await status(site.inPieces.create(file.id, 1024 ** 4))).toBe(413);
    expect(await status(site.inPieces.head(randomUUID()))).toBe(404);
    expect(await status(site.inPieces.patch(randomUUID(), 0, bytes))).toBe(404);
    expect(await lying()).toEqual([]);
  });

  it('one file more than a sender may have under way, until another has come to its end', async () => {
    const bytes = jpeg(3000);
    const { site, file } = await siteWithPhoto(bytes);
    const { inPieces } = site;
    expect((await inPieces.create(file.id, bytes.length)).status).toBe(201);
    for (let n = 1; n < budgetNumbers.uploads; n++)
      expect((await inPieces.create(randomUUID(), 10)).status).toBe(201);
    const another = randomUUID();
    expect((await inPieces.create(another, 10)).status).toBe(429);
    expect((await inPieces.create(file.id, bytes.length)).status).toBe(201);
    await inPieces.send(file.id, bytes);
    expect((await inPieces.create(another, 10)).status).toBe(201);
  });

  it('a file of another site', async () => {
    const bytes = jpeg(3000);
    const { site, file } = await siteWithPhoto(bytes);
    await site.upload(file.id, bytes);
    await site.cycle();
    const other = await programme.v6Site('valley', undefined, { version });
    await other.cycle();
    expect((await other.inPieces.head(file.id)).status).toBe(404);
    await expect(other.inPieces.send(file.id, bytes)).rejects.toMatchObject({ status: 404 });
    expect(await lying()).toEqual([]);
  });

  it('a kind that the programme does not take, with the reason for staff', async () => {
    const program = Buffer.from('4d5a90000300000004000000ffff0000', 'hex');
    const { site, file } = await siteWithPhoto(program);
    await expect(site.inPieces.send(file.id, program)).rejects.toMatchObject({
      said: expect.stringContaining('Programs are not taken') as string,
    });
    expect((await programme.kept()).items).toMatchObject([{ code: 'file-kind-refused' }]);
    expect(await lying()).toEqual([]);
  });
});

/** A call of which the link breaks once these bytes have gone. */
const brokenPiece = (address: string, headers: Record<string, string>, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    const call = request(address, {
      method: 'PATCH',
      headers: {
        ...headers,
        ...{ 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        'content-length': String(bytes.length + 4000),
      },
    });
    call.on('error', () => resolve());
    call.write(bytes, () => call.destroy());
    call.on('close', () => resolve());
  });
