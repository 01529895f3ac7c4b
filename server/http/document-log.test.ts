import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentLog } from '#shared/api/document-log';
import { storeDocument, yearOf } from '#shared/change/documents';
import { readPiece } from '#shared/change/piece/piece';
import { readReceiptBytes } from '#shared/protocol/messages';
import { ChangeMaker } from '../../tests/central/change-maker';
import { aCentral, codeOf, type TestCentral } from '../../tests/support/central';

let dataDir: string;
let central: TestCentral;
let staff: { cookie: string; origin: string };
let own: string;
let device: Record<string, string>;
let stranger: Record<string, string>;
const ITEMS = 1200;

const urlOf = (name: string, rest = ''): string => `/api/documents/${encodeURIComponent(name)}/log${rest}`;

async function joined(siteId: string): Promise<Record<string, string>> {
  const answer = await central.join(await central.joinCode(staff, siteId));
  return { authorization: `Bearer ${answer.json<{ deviceToken: string }>().deviceToken}` };
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'document-log-'));
  central = await aCentral({ dataDir });
  staff = await central.staff();
  const sites = [await central.site(staff, 'S1'), await central.site(staff, 'S2')];
  own = storeDocument(sites[0]?.stores[0]?.id ?? '', yearOf(Date.now()));
  device = await joined(sites[0]?.id ?? '');
  stranger = await joined(sites[1]?.id ?? '');
  const maker = new ChangeMaker('maker', 'maker');
  for (let first = 0; first < ITEMS; first += 200) {
    const some = Array.from({ length: 200 }, (_, index) => first + index);
    const items = some.map((code) => maker.make('item.create', { code: `I${code}`, name: `Item ${code}` }));
    const assets = some.map((code) =>
      maker.make('asset.create', { storeId: sites[0]?.stores[0]?.id ?? '', assetNumber: `A${code}` }),
    );
    for (const [document, changes] of [['config', items] as const, [own, assets] as const]) {
      const answer = await central.call('POST', '/api/changes', {
        headers: staff,
        body: { document, changes },
      });
      expect(answer.json<{ refused: unknown[] }>().refused).toEqual([]);
    }
  }
});
afterAll(async () => {
  await central.central.close();
  await rm(dataDir, { recursive: true });
});

async function listOf(name: string, headers: Record<string, string>, query = ''): Promise<DocumentLog> {
  const answer = await central.call('GET', urlOf(name, query), { headers });
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
  return answer.json<DocumentLog>();
}

describe('GET /api/documents/{name}/log', () => {
  it('[Q3] names pieces by their content, with how far they reach and what proves it', async () => {
    const { document, pieces, after } = await listOf(own, device);
    expect({ document, after }).toEqual({ document: own, after: pieces[0]?.to });
    expect(pieces.map(({ changes }) => changes)).toEqual([1000]);
    const [piece] = pieces;
    expect(piece?.vector.map(([, next]) => next)).toEqual([1000]);
    const receipt = readReceiptBytes(Buffer.from(piece?.receipt ?? '', 'base64'));
    expect([...(receipt?.vector ?? [])]).toEqual(piece?.vector);
  });

  it('names what comes after a sequence number', async () => {
    const { after } = await listOf(own, device);
    expect(await listOf(own, device, `?after=${after - 1}`)).toMatchObject({
      after,
      pieces: [{ to: after }],
    });
    expect(await listOf(own, device, `?after=${after}`)).toMatchObject({ after, pieces: [] });
    for (const wrong of ['-1', 'x', '1.5']) {
      const answer = await central.call('GET', urlOf(own, `?after=${wrong}`), { headers: device });
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'bad-request']);
    }
  });

  it('has none for a document that nobody wrote', async () => {
    const next = own.replace(/\d{4}$/, (year) => String(Number(year) + 1));
    expect(await listOf(next, device)).toEqual({ document: next, pieces: [], after: 0 });
  });
});

it('takes the name with its slashes too', async () => {
  const coded = await central.call('GET', urlOf(own), { headers: device });
  const written = await central.call('GET', `/api/documents/${own}/log?after=0`, { headers: device });
  const names = (answer: { json<T>(): T }) => answer.json<DocumentLog>().pieces.map(({ name }) => name);
  expect(names(coded).length).toBeGreaterThan(0);
  expect([written.statusCode, names(written)]).toEqual([200, names(coded)]);
  const [first] = names(written);
  const url = `/api/documents/${own}/log/${first ?? ''}`;
  expect((await central.call('GET', url, { headers: device })).statusCode).toBe(200);
  expect((await central.call('GET', url, { headers: stranger })).statusCode).toBe(403);
});

describe('GET /api/documents/{name}/log/{piece}', () => {
  const get = (document: string, piece: string, headers: Record<string, string>) =>
    central.call('GET', urlOf(document, `/${piece}`), { headers });

  it('is the bytes that have the name, compressed, for ever', async () => {
    for (const [document, who, scope] of [
      [own, device, 'private'],
      ['config', device, 'public'],
      ['config', staff, 'public'],
    ] as const) {
      const { pieces } = await listOf(document, who);
      const { name = '', bytes } = pieces[0] ?? {};
      const answer = await get(document, name, { ...who, 'accept-encoding': 'gzip, br' });
      expect(answer.headers).toMatchObject({
        'cache-control': `${scope}, max-age=31536000, immutable`,
        'content-encoding': 'br',
        'content-type': 'application/octet-stream',
      });
      expect(answer.headers['vary']).toContain('Accept-Encoding');
      expect(answer.rawPayload).toHaveLength(bytes ?? 0);
      const content = brotliDecompressSync(answer.rawPayload);
      expect(createHash('sha256').update(content).digest('hex')).toBe(name);
      const read = readPiece(content);
      expect(read.ok && read.value.structs).toHaveLength(1000);
    }
  });

  it('is packed otherwise for who takes no Brotli', async () => {
    const { pieces } = await listOf(own, device);
    const { name = '' } = pieces[0] ?? {};
    const br = brotliDecompressSync(
      (await get(own, name, { ...device, 'accept-encoding': 'br' })).rawPayload,
    );
    const gzip = await get(own, name, { ...device, 'accept-encoding': 'br;q=0, gzip' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload)).toEqual(br);
    const plain = await get(own, name, { ...device, 'accept-encoding': 'identity' });
    expect([plain.headers['content-encoding'], plain.rawPayload]).toEqual([undefined, br]);
  });

  it('is not there under another document, another name, or a name that is none', async () => {
    const { name = '' } = (await listOf(own, device)).pieces[0] ?? {};
    expect((await get('config', name, device)).statusCode).toBe(404);
    expect((await get(own, '0'.repeat(64), device)).statusCode).toBe(404);
    expect((await get(own, '..%2f..%2fwaypost.sqlite', device)).statusCode).toBe(400);
  });
});

describe('who may read the pieces', () => {
  it('[Q4] are those who are sent the document over a socket', async () => {
    const { name = '' } = (await listOf(own, device)).pieces[0] ?? {};
    const answersTo = async (
      headers: Record<string, string>,
      document = own,
    ): Promise<[number, string][]> => {
      const answers = [
        await central.call('GET', urlOf(document), { headers }),
        await central.call('GET', urlOf(document, `/${name}`), { headers }),
      ];
      return answers.map((answer) => [answer.statusCode, codeOf(answer)]);
    };
    expect(await answersTo({})).toEqual(Array(2).fill([401, 'not-signed-in']));
    expect(await answersTo({ authorization: 'Bearer nobody' })).toEqual(
      Array(2).fill([401, 'unknown-device']),
    );
    expect(await answersTo(stranger)).toEqual(Array(2).fill([403, 'not-allowed']));
    // equipment is not replicated to staff
    expect(await answersTo(staff)).toEqual(Array(2).fill([403, 'not-allowed']));
    for (const document of ['country', 'store/x/2026', 'store/x/y', 'nix', '../config', `${own}/`])
      expect(await answersTo(device, document)).toEqual(Array(2).fill([403, 'not-allowed']));
    expect((await listOf('config', stranger)).pieces).toHaveLength(1);
  });

  it('may call from any origin with their token, and not with a cookie', async () => {
    const headers = { ...device, origin: 'https://elsewhere.example' };
    const answer = await central.call('GET', urlOf(own), { headers });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('is in the description of the API', async () => {
    const { paths } = (await central.call('GET', '/api/openapi.json')).json<{
      paths: Record<string, object>;
    }>();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/documents/{name}/log', '/api/documents/{name}/log/{piece}']),
    );
  });
});
