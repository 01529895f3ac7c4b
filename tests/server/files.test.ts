import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileLimits } from '#shared/domain/file-limits';
import { diskFiles } from '../../server/files/disk-files';
import { cleanFiles, KEPT_MS } from '../../server/files/housekeeping';
import { Uploads } from '../../server/files/uploads';
import { reportOf, verifyFiles } from '../../server/files/verify';
import { aCentral, cookiesOf, type TestCentral } from '../support/central';
import { jpeg, referTo, Sender, sha256Of, siteWithDevice } from './upload';

let dataDir: string;
let central: TestCentral;
let site: Awaited<ReturnType<typeof siteWithDevice>>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waypost-files-'));
  central = await aCentral({ dataDir });
  site = await siteWithDevice(central);
});

afterEach(async () => {
  await central.central.close();
  await rm(dataDir, { recursive: true, force: true });
});

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { error: { code: string } }).error.code;
const locationOf = (answer: Response): string => answer.headers.get('location') ?? '';
/** Pushes a body without heed of the answer, as long as the other side takes it. */
function pushed(
  address: string,
  size: number,
  headers: Record<string, string>,
): Promise<{ status: number; written: number }> {
  return new Promise((resolve) => {
    const piece = Buffer.alloc(256 * 1024);
    let [status, written] = [0, 0];
    const call = request(address, { method: 'POST', headers: { ...headers, 'content-length': size } });
    call.on('response', (answer) => {
      status = answer.statusCode ?? 0;
      answer.resume();
    });
    const push = (): void => {
      while (written < size && !call.destroyed) {
        written += piece.length;
        if (!call.write(piece)) return void call.once('drain', push);
      }
      call.end();
    };
    call.on('error', () => undefined);
    call.on('close', () => resolve({ status, written }));
    push();
  });
}

/** The settings as support staff change them on the central server. */
async function setProgramme(patch: Record<string, string | number | boolean>): Promise<void> {
  const { sync } = central.central;
  const change = {
    id: randomUUID(),
    hlc: '1700000000000-0000-tests',
    userId: 'tests',
    deviceId: 'tests',
    n: 1,
    kind: 'programmeSettings.create',
    entityId: 'programme-settings',
    patch,
  };
  const authored = await sync.author('config', [change], { deviceId: 'tests', userId: 'tests' });
  if (!authored.ok) throw new Error(JSON.stringify(authored.issues));
}
const stored = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const { sha256 } of diskFiles(join(dataDir, 'files')).list()) names.push(sha256);
  return names;
};

describe('sending a file', () => {
  test('it is created, sent in pieces, resumed where it stands, and handed out whole', async () => {
    const { sender, storeId } = site;
    const bytes = jpeg(100_000);
    const created = await sender.create({ bytes, storeId });
    expect(created.status).toBe(201);
    const location = locationOf(created);
    expect(location.startsWith(central.central.origin)).toBe(true);
    const first = await sender.patch(location, 0, bytes.subarray(0, 30_000));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '30000']);
    const head = await sender.head(location);
    expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      '30000',
      '100000',
    ]);
    expect((await sender.patch(location, 10, bytes.subarray(10))).status).toBe(409);
    expect((await sender.patch(location, 30_000, bytes.subarray(30_000))).status).toBe(204);
    expect((await sender.head(location)).headers.get('upload-offset')).toBe('100000');

    await referTo(central, storeId, { sha256: sha256Of(bytes) });
    const got = await sender.get(sha256Of(bytes));
    expect(got.status).toBe(200);
    expect(sha256Of(new Uint8Array(await got.arrayBuffer()))).toBe(sha256Of(bytes));
  });

  test('bytes of another hash are dropped with 460 and never served', async () => {
    const { sender, storeId } = site;
    const sha256 = sha256Of(jpeg(30, 2));
    const answer = await sender.send({ bytes: jpeg(30, 3), sha256, storeId });
    expect(answer.status).toBe(460);
    expect(await codeOf(answer)).toBe('file-hash-differs');
    await referTo(central, storeId, { sha256 });
    expect((await sender.get(sha256)).status).toBe(404);
    expect(await stored()).toEqual([]);
    expect(await readdir(join(dataDir, 'files/uploads'))).toEqual([]);
  });

  test('the same content twice lies there once, and a sender who looks need not send it', async () => {
    const { sender, storeId } = site;
    const bytes = jpeg(5000);
    expect((await sender.send({ bytes, storeId })).status).toBe(204);
    expect((await sender.send({ bytes, storeId })).status).toBe(204);
    expect(await stored()).toEqual([sha256Of(bytes)]);
    const again = await sender.create({ bytes, storeId });
    expect([again.status, again.headers.get('upload-offset')]).toEqual([201, '5000']);
    expect((await sender.head(locationOf(again))).headers.get('upload-offset')).toBe('5000');
  });

  test('one whose last byte came just before a kill is judged and kept when somebody next asks', async () => {
    const { sender, storeId } = site;
    const bytes = jpeg(4000);
    const [good, lying] = [
      locationOf(await sender.create({ bytes, storeId })),
      locationOf(await sender.create({ bytes, sha256: 'a'.repeat(64), storeId })),
    ];
    // as the kill leaves it: the bytes are on the disk, and nobody has looked at them
    for (const location of [good, lying])
      await writeFile(join(dataDir, 'files/uploads', location.split('/').at(-1) ?? ''), bytes);
    const heads = await Promise.all([sender.head(good), sender.head(good)]);
    expect(heads.map(({ headers }) => headers.get('upload-offset'))).toEqual(['4000', '4000']);
    expect((await sender.head(lying)).status).toBe(404);
    expect(await stored()).toEqual([sha256Of(bytes)]);
  });

  test('a file that is too large is refused before any of it is read', async () => {
    const { sender, storeId } = site;
    const answer = await sender.create({ bytes: new Uint8Array(), size: 200 * 1024 * 1024, storeId });
    expect(answer.status).toBe(413);
    expect(await codeOf(answer)).toBe('file-too-large');
    const longer = await sender.create({ bytes: jpeg(100), storeId, size: 50 });
    expect((await sender.patch(locationOf(longer), 0, jpeg(100))).status).toBe(413);
  });

  test('[M9] a refusal names the file that was judged; a fault of the call names none', async () => {
    const { sender, storeId } = site;
    const bytes = jpeg(64);
    const errorOf = async (answer: Response) => ((await answer.json()) as { error: object }).error;
    const sha256 = sha256Of(bytes);
    const judged = [
      await sender.create({ bytes, storeId, size: 200 * 1024 * 1024 }),
      await sender.create({ bytes, storeId: 'of-others' }),
      await sender.send({ bytes, storeId, filetype: 'application/pdf' }),
    ];
    for (const answer of judged) expect(await errorOf(answer)).toMatchObject({ details: { sha256 } });
    const location = locationOf(await sender.create({ bytes, storeId }));
    const lost = ['upload-offset', 'content-type', 'tus-resumable', 'authorization'];
    for (const header of lost) {
      const headers: Record<string, string> = {
        ...sender.headers,
        ...{
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        },
      };
      const answer = await fetch(location, {
        method: 'PATCH',
        headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== header)),
        body: new Uint8Array(bytes),
      });
      expect([header, answer.status >= 400, await errorOf(answer)]).toEqual([
        header,
        true,
        { code: expect.any(String), message: expect.any(String) },
      ]);
    }
    const longer = await sender.patch(location, 0, jpeg(100));
    expect([longer.status, await errorOf(longer)]).toMatchObject([413, { code: 'too-large' }]);
    expect((await sender.patch(location, 0, bytes)).status).toBe(204);
  });

  test('a film of 200 MB that comes with its announcement is refused, and not read', async () => {
    const { sender, storeId } = site;
    const size = 200 * 1024 * 1024;
    const said = { sha256: 'a'.repeat(64), filename: 'film.mp4', filetype: 'video/mp4', storeId };
    const { status, written } = await pushed(`${central.central.origin}/api/files`, size, {
      ...sender.headers,
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'upload-length': String(size),
      'upload-metadata': Object.entries(said)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    });
    expect(status).toBe(413);
    expect(written).toBeLessThan(size / 4);
    expect(await stored()).toEqual([]);
  });

  test('no name of a file, of an upload or of a hash leads anywhere else on the disk', async () => {
    const { sender, storeId } = site;
    const { origin } = central.central;
    for (const path of ['..%2f..%2fwaypost.sqlite', '%2e%2e', 'a'.repeat(63), `${'a'.repeat(64)}%00`, '..']) {
      expect((await sender.head(`${origin}/api/files/uploads/${path}`)).status).toBeGreaterThanOrEqual(400);
      const read = await fetch(`${origin}/api/files/${path}`, { headers: sender.headers });
      expect([400, 404]).toContain(read.status);
    }
    for (const filename of ['../../../up.jpg', 'C:\\up.jpg', 'up\0.jpg', '/etc/up.jpg', '\u202egpj.exe'])
      expect((await sender.send({ bytes: jpeg(64), storeId, filename })).status).toBe(204);
    expect((await readdir(dataDir)).sort()).toEqual(['files']);
    expect(await stored()).toEqual([sha256Of(jpeg(64))]);
  });

  test('what cannot be read of its announcement is refused', async () => {
    const { sender, storeId } = site;
    const good = `sha256 ${Buffer.from('a'.repeat(64)).toString('base64')}`;
    for (const metadata of [
      good,
      `${good},storeId`,
      `${good},storeId ${Buffer.from(storeId).toString('base64')},${good}`,
      `sha256 !!!,storeId ${Buffer.from(storeId).toString('base64')}`,
      '',
    ]) {
      const answer = await fetch(`${central.central.origin}/api/files`, {
        method: 'POST',
        headers: {
          ...sender.headers,
          'tus-resumable': '1.0.0',
          'upload-length': '10',
          'upload-metadata': metadata,
        },
      });
      expect(answer.status).toBe(400);
      expect(await codeOf(answer)).toBe('bad-request');
    }
  });

  test('a file that lies about its kind, and a program, are refused', async () => {
    const { sender, storeId } = site;
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    const lying = await sender.send({ bytes: html, storeId, filetype: 'image/jpeg' });
    expect([lying.status, await codeOf(lying)]).toEqual([415, 'file-kind-differs']);
    const program = Buffer.concat([
      Buffer.from('7f454c460201010000000000000000000200', 'hex'),
      Buffer.alloc(64),
    ]);
    const refused = await sender.send({ bytes: program, storeId, filetype: 'application/octet-stream' });
    expect([refused.status, await codeOf(refused)]).toEqual([415, 'file-kind-refused']);
    expect(await stored()).toEqual([]);
  });

  test('[R7] what the programme does not take is refused: at its announcement where that says it, else by its bytes', async () => {
    const { sender, storeId } = site;
    await setProgramme({ largestFileMegabytes: 1, takesVideos: false, takesOtherFiles: false });
    const large = await sender.create({ bytes: new Uint8Array(), size: 1024 * 1024 + 1, storeId });
    expect([large.status, await codeOf(large)]).toEqual([413, 'file-too-large']);
    const film = Buffer.concat([Buffer.from('0000001866747970697361766d703432', 'hex'), Buffer.alloc(64)]);
    const announced = await sender.create({ bytes: film, storeId, filetype: 'video/mp4' });
    expect([announced.status, await codeOf(announced)]).toEqual([415, 'file-kind-not-taken']);
    const unnamed = await sender.send({ bytes: film, storeId, filetype: '' });
    expect([unnamed.status, await codeOf(unnamed)]).toEqual([415, 'file-kind-not-taken']);
    const unknown = await sender.send({ bytes: Buffer.alloc(90, 1), storeId, filetype: 'text/plain' });
    expect([unknown.status, await codeOf(unknown)]).toEqual([415, 'file-kind-not-taken']);
    expect((await sender.send({ bytes: jpeg(90), storeId })).status).toBe(204);
    expect(await stored()).toEqual([sha256Of(jpeg(90))]);
  });

  test('what is said of it must be whole: hash, store, length, protocol', async () => {
    const { sender, storeId } = site;
    expect((await sender.create({ bytes: jpeg(9), sha256: 'abc', storeId })).status).toBe(400);
    expect((await sender.create({ bytes: jpeg(9), storeId: '' })).status).toBe(400);
    const bare = await fetch(`${central.central.origin}/api/files`, {
      method: 'POST',
      headers: sender.headers,
    });
    expect(bare.status).toBe(412);
    const strange = await sender.create({ bytes: jpeg(9), filename: '../../../etc/passwd\0', storeId });
    expect(locationOf(strange)).toMatch(/\/api\/files\/uploads\/[0-9a-f]{32}$/);
  });

  test('only a device of the store, or staff, may send and resume', async () => {
    const { sender, storeId } = site;
    const other = await siteWithDevice(central, 'S2');
    expect((await other.sender.create({ bytes: jpeg(9), storeId })).status).toBe(403);
    expect((await new Sender(central.central.origin, {}).create({ bytes: jpeg(9), storeId })).status).toBe(
      401,
    );
    const location = locationOf(await sender.create({ bytes: jpeg(9), storeId }));
    expect((await other.sender.head(location)).status).toBe(403);
    expect((await other.sender.patch(location, 0, jpeg(9))).status).toBe(403);
    const staff = new Sender(central.central.origin, await central.staff());
    expect((await staff.send({ bytes: jpeg(9), storeId })).status).toBe(204);
    expect((await staff.create({ bytes: jpeg(9), storeId: 'no-such-store' })).status).toBe(403);
    expect((await sender.head(`${central.central.origin}/api/files/uploads/${'0'.repeat(32)}`)).status).toBe(
      404,
    );
  });

  test('an app of another origin may send and read where an upload stands', async () => {
    const { sender, storeId } = site;
    const elsewhere = new Sender(central.central.origin, {
      ...sender.headers,
      origin: 'https://app.example.org',
    });
    const created = await elsewhere.create({ bytes: jpeg(9), storeId });
    expect(created.headers.get('access-control-allow-origin')).toBe('*');
    expect(created.headers.get('access-control-expose-headers')).toMatch(/Location.*Upload-Offset/);
  });
});

describe('reading a file', () => {
  async function sent(
    bytes: Uint8Array,
    about: { fileName?: string; mimeType?: string } = {},
  ): Promise<string> {
    const sha256 = sha256Of(bytes);
    await site.sender.send({ bytes, storeId: site.storeId, filetype: about.mimeType ?? 'image/jpeg' });
    await referTo(central, site.storeId, { sha256, ...about });
    return sha256;
  }

  test('devices of other stores and strangers are refused, whether it is here or not', async () => {
    const sha256 = await sent(jpeg(50));
    const other = await siteWithDevice(central, 'S2');
    expect((await other.sender.get(sha256)).status).toBe(403);
    expect((await other.sender.get('0'.repeat(64))).status).toBe(403);
    expect((await new Sender(central.central.origin, {}).get(sha256)).status).toBe(401);
    const staff = new Sender(central.central.origin, await central.staff());
    expect((await staff.get(sha256)).status).toBe(200);
    expect((await staff.get('0'.repeat(64))).status).toBe(404);
  });

  test('a device is told of the files of its own stores alone whether they are missing', async () => {
    const [sha256, gone] = [await sent(jpeg(50)), 'b'.repeat(64)];
    await referTo(central, site.storeId, { sha256: gone });
    const other = await siteWithDevice(central, 'S2');
    const missing = async (headers: Record<string, string>): Promise<unknown> => {
      const answer = await fetch(`${central.central.origin}/api/files/missing`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ sha256s: [sha256, gone] }),
      });
      return answer.json();
    };
    expect(await missing(site.sender.headers)).toEqual({ missing: [gone] });
    expect(await missing(other.sender.headers)).toEqual({ missing: [sha256, gone] });
  });

  test('of a store that has left, a device that was there before is told it as well: it may still bring what is missing', async () => {
    const [sha256, gone] = [await sent(jpeg(50)), 'b'.repeat(64)];
    await referTo(central, site.storeId, { sha256: gone });
    const staff = await central.staff();
    const there = await central.site(staff, 'S2');
    const moved = await central.call('POST', `/api/stores/${site.storeId}/move`, {
      ...{ body: { siteId: there.id }, headers: staff },
    });
    expect(moved.statusCode).toBe(200);
    const joined = await central.join(await central.joinCode(staff, site.siteId));
    const { deviceToken } = joined.json<{ deviceToken: string }>();
    const missing = async (headers: Record<string, string>): Promise<unknown> =>
      (
        await central.call('POST', '/api/files/missing', { body: { sha256s: [sha256, gone] }, headers })
      ).json();
    expect(await missing(site.sender.headers)).toEqual({ missing: [gone] });
    expect(await missing({ authorization: `Bearer ${deviceToken}` })).toEqual({ missing: [sha256, gone] });
    // its bytes are for those who have the store
    expect((await site.sender.get(sha256)).status).toBe(403);
  });

  test('staff without the right to see the fleet are not told whether bytes are here', async () => {
    const sha256 = await sent(jpeg(50));
    const staff = await central.staff();
    const username = 'reasons';
    const password = 'a password of eight';
    const made = await central.call('POST', '/api/users', {
      body: { username, displayName: 'Reasons', password, permissions: ['edit-reasons'] },
      headers: staff,
    });
    expect(made.statusCode).toBe(201);
    const signedIn = await central.call('POST', '/api/session', { body: { username, password } });
    const asked = await central.call('POST', '/api/files/missing', {
      body: { sha256s: [sha256, 'b'.repeat(64)] },
      headers: { cookie: cookiesOf(signedIn), origin: staff.origin },
    });
    expect(asked.statusCode).toBe(403);
    expect(asked.json()).toMatchObject({ error: { code: 'no-right' } });
  });

  test('a file of no bytes is given too, and one with the longest name', async () => {
    const fileName = `${'a'.repeat(199)}\u{1f4f7}`;
    const got = await site.sender.get(await sent(Buffer.alloc(0), { fileName, mimeType: '' }));
    expect([got.status, await got.text()]).toEqual([200, '']);
    expect(got.headers.get('content-disposition')).toContain('a'.repeat(199));
  });

  test('a reference whose bytes have not arrived is not found yet', async () => {
    await referTo(central, site.storeId, { sha256: sha256Of(jpeg(1)) });
    expect((await site.sender.get(sha256Of(jpeg(1)))).status).toBe(404);
  });

  test('a thumbnail is read by those who may read the file', async () => {
    const [bytes, thumbnail] = [jpeg(60, 4), jpeg(40, 5)];
    await site.sender.send({ bytes: thumbnail, storeId: site.storeId });
    await referTo(central, site.storeId, { sha256: sha256Of(bytes), thumbnailSha256: sha256Of(thumbnail) });
    expect((await site.sender.get(sha256Of(thumbnail))).status).toBe(200);
    const other = await siteWithDevice(central, 'S2');
    expect((await other.sender.get(sha256Of(thumbnail))).status).toBe(403);
  });

  test('parts of it are given when asked for', async () => {
    const bytes = jpeg(1000);
    const sha256 = await sent(bytes);
    const part = await site.sender.get(sha256, { range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/1000']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const end = await site.sender.get(sha256, { range: 'bytes=-5' });
    expect(end.headers.get('content-range')).toBe('bytes 995-999/1000');
    expect((await site.sender.get(sha256, { range: 'bytes=1000-' })).status).toBe(416);
    expect((await site.sender.get(sha256, { range: 'bytes=0-1,4-5' })).status).toBe(200);
  });

  test('a picture is shown, everything else is a download, and nothing can run', async () => {
    const image = await site.sender.get(await sent(jpeg(70), { fileName: 'a "b"\r\nX: y é.jpg' }));
    expect(image.headers.get('content-type')).toBe('image/jpeg');
    expect(image.headers.get('content-disposition')).toMatch(
      /^inline; filename="a _b_X: y _\.jpg"; filename\*=UTF-8''/,
    );
    expect(image.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const active = [
      ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
      ['<!doctype html><script>alert(1)</script>', 'text/html'],
      ['<?xml version="1.0"?><x/>', 'text/xml'],
    ] as const;
    for (const [text, mimeType] of active) {
      const answer = await site.sender.get(await sent(Buffer.from(text), { mimeType, fileName: 'x.html' }));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('keeping files', () => {
  test('what nobody refers to goes after a week; what a record names stays, one that a person removed too', async () => {
    const files = diskFiles(join(dataDir, 'files'));
    const { contents } = central.central.database.registry;
    const limits = () => Promise.resolve(fileLimits(undefined));
    const uploads = new Uploads({ folder: join(dataDir, 'files/uploads'), files, limits, contents });
    const { sender, storeId } = site;
    const [named, orphan, half] = [jpeg(30, 1), jpeg(30, 2), jpeg(30, 3)];
    await sender.send({ bytes: named, storeId });
    await sender.send({ bytes: orphan, storeId });
    await sender.create({ bytes: half, storeId });
    const removed = { sha256: sha256Of(named), deletedAt: '2026-01-02T00:00:00.000Z' };
    await referTo(central, storeId, removed);
    const { rows } = central.central.database;
    const isHeld = (sha256: string, since?: string) => rows.isHeld(sha256, since);
    const cleaned = (now: number, audit?: number) =>
      cleanFiles({
        ...{ files, uploads, isHeld, now: () => now },
        auditMs: () => Promise.resolve(audit),
        restoredAt: () => Promise.resolve(undefined),
        devicesOut: () => Promise.resolve(0),
      });
    expect(await cleaned(Date.now())).toEqual({ uploads: 0, files: 0, trashed: 0, removed: 0 });
    expect(await cleaned(Date.now() + KEPT_MS + 1000)).toEqual({
      uploads: 3,
      files: 1,
      trashed: 0,
      removed: 0,
    });
    expect(await stored()).toEqual([sha256Of(named)]);
    const audit = 30 * 24 * 60 * 60 * 1000;
    expect(await cleaned(Date.now(), audit)).toEqual({ uploads: 0, files: 0, trashed: 0, removed: 0 });
    expect(await cleaned(Date.now() + audit, audit)).toEqual({
      uploads: 0,
      files: 0,
      trashed: 1,
      removed: 1,
    });
    expect(await stored()).toEqual([]);
  });

  test('verify hashes everything and says what is damaged and what is missing', async () => {
    const { sender, storeId } = site;
    const [whole, damaged] = [sha256Of(jpeg(30, 1)), sha256Of(jpeg(30, 2))];
    await sender.send({ bytes: jpeg(30, 1), storeId });
    await sender.send({ bytes: jpeg(30, 2), storeId });
    const files = diskFiles(join(dataDir, 'files'));
    await writeFile(files.pathOf(damaged), 'rot');
    await utimes(files.pathOf(damaged), 0, 0);
    const verified = await verifyFiles(files, [
      { id: 'f1', sha256: whole, fileName: 'a' },
      { id: 'f2', sha256: 'f'.repeat(64), fileName: 'b' },
    ]);
    expect(verified.files).toBe(2);
    expect(verified.broken).toEqual([damaged]);
    expect(verified.missing.map(({ id }) => id)).toEqual(['f2']);
    expect(reportOf(verified)).toContain(`damaged  ${damaged}`);
    const removed = [whole, 'f'.repeat(64)].map((sha256, index) => ({
      id: `r${index}`,
      sha256,
      fileName: 'c',
      deletedAt: 'x',
    }));
    const audited = await verifyFiles(files, removed);
    expect(audited).toMatchObject({ missing: [], removed: { kept: 1, gone: 1 } });
    expect(reportOf(audited)).toContain(
      'Files that people removed: 2, of which kept still: 1, not here any more: 1.',
    );
  });
});
