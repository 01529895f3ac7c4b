import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { call } from './central';
import { readCentralUrl } from './instance';
import { readJoinLink } from './join';

const answering =
  (status: number, body: string): typeof fetch =>
  async () =>
    new Response(status === 204 ? null : body, { status });
const schema = z.object({ name: z.string() });
const ask = (fetch: typeof globalThis.fetch, signal?: AbortSignal) =>
  call({ url: 'http://central', fetch, ...(signal && { signal }) }, { path: '/x' }, schema);

describe('a call to central', () => {
  it('answers what was sent, once it has the right form', async () => {
    expect(await ask(answering(200, '{"name":"A"}'))).toEqual({ ok: true, value: { name: 'A' } });
  });
  it('takes anything else for another server: a captive portal answers 200 with its own page', async () => {
    expect(await ask(answering(200, '<html>Please pay</html>'))).toMatchObject({
      issues: [{ code: 'not-a-central-server' }],
    });
    expect(await ask(answering(404, '<html>'))).toMatchObject({ issues: [{ code: 'not-a-central-server' }] });
  });
  it('passes on the code that the server gave', async () => {
    expect(await ask(answering(410, '{"error":{"code":"code-used","message":"…"}}'))).toMatchObject({
      issues: [{ code: 'code-used', data: { status: 410 } }],
    });
  });
  it('names a code that this app does not know, as a newer central server may send', async () => {
    expect(await ask(answering(409, '{"error":{"code":"from-the-future","message":"…"}}'))).toMatchObject({
      issues: [{ code: 'unknown', data: { status: 409, errorCode: 'from-the-future' } }],
    });
  });
  it('says which fields an error is about, where the server names them', async () => {
    const taken = '{"error":{"code":"already-exists","message":"…","details":{"field":"stores.1.code"}}}';
    expect(await ask(answering(409, taken))).toMatchObject({
      issues: [{ code: 'already-exists', field: 'stores.1.code' }],
    });
    const bad =
      '{"error":{"code":"bad-request","message":"…","details":{"fields":[{"field":"code"},{"field":"name"}]}}}';
    expect(await ask(answering(400, bad))).toMatchObject({ issues: [{ field: 'code' }, { field: 'name' }] });
  });
  it('says offline when there is no link, and stopped when the caller gave up', async () => {
    const failing: typeof fetch = () => Promise.reject(new TypeError('failed to fetch'));
    expect(await ask(failing)).toMatchObject({ issues: [{ code: 'offline' }] });
    const stopped = new AbortController();
    stopped.abort();
    expect(await ask(failing, stopped.signal)).toMatchObject({ issues: [{ code: 'stopped' }] });
  });
  it('sends the token of a device, and then no cookie', async () => {
    let seen: RequestInit | undefined;
    const spying: typeof fetch = async (_url, init) => {
      seen = init;
      return new Response('{"name":"A"}');
    };
    await call(
      { url: 'http://central', token: 't', fetch: spying },
      { method: 'POST', path: '/x', body: { a: 1 } },
      schema,
    );
    expect(seen).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      body: '{"a":1}',
      headers: { authorization: 'Bearer t' },
    });
  });
});

describe('what a person typed or scanned', () => {
  it('becomes the origin of a server', () => {
    expect(readCentralUrl(' waypost.example.org/ ')).toBe('https://waypost.example.org');
    expect(readCentralUrl('localhost:8080')).toBe('http://localhost:8080');
    expect(readCentralUrl('http://10.0.0.2:8080/join')).toBe('http://10.0.0.2:8080');
    expect(readCentralUrl('not an address')).toBeUndefined();
  });
  it('becomes a code, with the server where the QR names one', () => {
    expect(readJoinLink('https://waypost.example.org/join#code=ABCD-EFGH-JKLM')).toEqual({
      url: 'https://waypost.example.org',
      code: 'ABCD-EFGH-JKLM',
    });
    expect(readJoinLink('https://waypost.example.org/join?code=ABCD-EFGH')).toEqual({
      url: 'https://waypost.example.org',
      code: 'ABCD-EFGH',
    });
    expect(readJoinLink(' abcd-efgh-jklm ')).toEqual({ code: 'abcd-efgh-jklm' });
    expect(readJoinLink('(01)09506000134352')).toBeUndefined();
  });
});
