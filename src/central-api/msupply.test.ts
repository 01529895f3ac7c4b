import { describe, expect, test } from 'vitest';
import { askForCentral, hashPassword, type Asking } from './msupply';

const HASH = '4e7b';
const site = {
  url: 'https://msupply.example.org',
  siteName: 'Clínica 1',
  passwordSha256: HASH,
  hardwareId: 'h-1',
};

type Answer = [number, unknown] | 'nothing';

/** The requests so far, and an answer for each address. */
function world(answers: Record<string, Answer>): {
  asking: Asking;
  asked: [string, RequestInit | undefined][];
} {
  const asked: [string, RequestInit | undefined][] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input);
    asked.push([url, init]);
    const answer = answers[url] ?? 'nothing';
    if (answer === 'nothing') throw new TypeError('failed to fetch');
    const [status, body] = answer;
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  return { asking: { version: '1.2.3', relay: 'https://central.example.org', fetch }, asked };
}
const direct = 'https://msupply.example.org/sync/v5/site';
const relay = 'https://central.example.org/api/msupply/site';
const ask = (answers: Record<string, Answer>) => askForCentral(site, world(answers).asking);
const naming = (omSupplyCentralServerUrl?: string | null) => ({ siteId: 1, omSupplyCentralServerUrl });
const refusal = (code: string) => ({ error: { code, message: 'no', data: null } });

describe('mSupply central is asked', () => {
  test('as Open mSupply asks it, and with no cookie', async () => {
    const { asking, asked } = world({ [direct]: [200, naming('https://central.example.org/')] });
    expect(await askForCentral(site, asking)).toEqual({ ok: true, value: 'https://central.example.org' });
    const [url, init] = asked[0] ?? [];
    expect(url).toBe(direct);
    expect(init).toMatchObject({
      credentials: 'omit',
      redirect: 'error',
      headers: { 'msupply-site-uuid': 'h-1', 'app-version': '1.2.3', 'app-name': 'Waypost', version: '5' },
    });
    const [, basic] = /^Basic (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '') ?? [];
    expect(Buffer.from(basic ?? '', 'base64').toString()).toBe(`Clínica 1:${HASH}`);
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Answer, string]>([
    ['a wrong password', [401, refusal('site_incorrect_password')], 'site-password-wrong'],
    ['an unknown name', [401, refusal('site_name_not_found')], 'site-password-wrong'],
    ['a refusal without a reason', [401, 'no'], 'site-password-wrong'],
    ['another installation', [401, refusal('site_incorrect_hardware_id')], 'another-installation'],
    ['too many tries', [429, refusal('site_auth_timeout')], 'too-many-tries'],
    ['a fault of its own', [500, 'oops'], 'msupply-unreachable'],
    ['no such page', [404, '<html>'], 'not-msupply'],
    ['the page of a portal', [200, '<html>'], 'not-msupply'],
    ['no central server', [200, naming(null)], 'no-central-named'],
    ['an empty address', [200, naming('')], 'no-central-named'],
    ['no field for it', [200, {}], 'no-central-named'],
  ])('and %s is told from the others', async (_case, answer, code) => {
    expect(await ask({ [direct]: answer })).toMatchObject({ ok: false, issues: [{ code }] });
  });
});

describe('where it lets no browser in', () => {
  test('the central server that is known is asked to ask, with the hash and never with a password', async () => {
    const { asking, asked } = world({ [relay]: [200, { centralUrl: 'https://central.example.org' }] });
    expect(await askForCentral(site, asking)).toEqual({ ok: true, value: 'https://central.example.org' });
    const body: unknown = JSON.parse(String(asked[1]?.[1]?.body));
    expect(asked[1]?.[0]).toBe(relay);
    expect(body).toEqual({
      ...{ address: 'https://msupply.example.org', siteName: 'Clínica 1' },
      ...{ passwordSha256: HASH, hardwareId: 'h-1' },
    });
  });

  test.each<[string, Answer, string]>([
    ['a wrong password', [401, refusal('site-password-wrong')], 'site-password-wrong'],
    ['another installation', [409, refusal('another-installation')], 'another-installation'],
    ['a central server that asks there not', [404, refusal('not-relayed')], 'msupply-unreachable'],
    ['a static host in its place', [404, '<html>'], 'msupply-unreachable'],
    ['nobody', 'nothing', 'msupply-unreachable'],
    ['no central server', [200, { centralUrl: null }], 'no-central-named'],
  ])('and %s is told', async (_case, answer, code) => {
    expect(await ask({ [relay]: answer })).toMatchObject({ ok: false, issues: [{ code }] });
  });

  test('a no that was heard is a no: nobody else is asked', async () => {
    const { asking, asked } = world({ [direct]: [401, refusal('site_incorrect_password')] });
    await askForCentral(site, asking);
    expect(asked.map(([url]) => url)).toEqual([direct]);
  });

  test('who gave up waits for nothing more', async () => {
    const { asking, asked } = world({});
    const signal = AbortSignal.abort();
    expect(await askForCentral(site, { ...asking, signal })).toMatchObject({ issues: [{ code: 'stopped' }] });
    expect(asked.map(([url]) => url)).toEqual([direct]);
  });
});

test('a password becomes the hash that the wire has', async () => {
  expect(await hashPassword('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
