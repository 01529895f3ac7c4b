// Signing in by the programme's provider, which is a real one here (oidc-provider): the whole way through its forms, and all that must not let
// anybody in.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCentral, codeOf, cookiesOf, PASSWORD, type TestCentral } from '../../tests/support/central';
import { codeAt } from '../../tests/support/one-time-code';
import { SignInProvider } from '../../tests/support/sign-in-provider';
import { WalkingBrowser } from '../../tests/support/walking-browser';
import type { CentralOptions } from '../start-central';

const MINUTE = 60_000;
const people = {
  'sub-ana': { email: 'ana@health.example', email_verified: true, preferred_username: 'ana' },
  'sub-ben': { email: 'ben@health.example', email_verified: false },
  'sub-eve': {
    email: 'eve@elsewhere.example',
    email_verified: true,
    preferred_username: 'ana@health.example',
  },
};

let late = 0;
let provider: SignInProvider;
let central: TestCentral;
let staff: Record<string, string>;
let lines: string[];

async function start(options: CentralOptions = {}): Promise<void> {
  lines = [];
  central = await aCentral({
    provider: provider.settings,
    now: () => Date.now() + late,
    log: { write: (line) => void lines.push(line) },
    logLevel: 'trace',
    ...options,
  });
  await provider.serve(central.central.origin);
  staff = await central.staff();
}

beforeEach(async () => {
  late = 0;
  provider = await SignInProvider.listen(structuredClone(people));
  await start();
});
afterEach(async () => {
  await central.central.close();
  await provider.close();
});

const origin = (): string => central.central.origin;
const door = (): URL => new URL('/api/session/oidc', origin());
const isBack = (url: URL): boolean => url.origin === origin() && url.pathname === '/api/session/oidc/back';
const isSignIn = (url: URL): boolean => url.origin === origin() && url.pathname === '/sign-in';
const outcomeOf = (url: URL): string => url.pathname + url.search;

async function account(body: Record<string, unknown> = {}): Promise<string> {
  const made = await central.call('POST', '/api/users', {
    body: {
      ...{ username: 'ana', displayName: 'Ana', permissions: ['read-fleet'] },
      providerName: 'Ana@Health.example',
      ...body,
    },
    headers: staff,
  });
  expect(made.statusCode).toBe(201);
  return made.json<{ id: string }>().id;
}
const edit = (id: string, body: unknown) =>
  central.call('PATCH', `/api/users/${id}`, { body, headers: staff });

/** The whole way, to the address of the sign-in page at which it ends. */
const signIn = async (browser: WalkingBrowser, login = 'sub-ana'): Promise<string> =>
  outcomeOf(await browser.walk(door(), login, isSignIn));
/** As far as the address to which the provider sends back. */
const untilBack = (browser: WalkingBrowser, login = 'sub-ana', from = door()): Promise<URL> =>
  browser.walk(from, login, isBack);
/** Comes back with this address, from the provider's page. */
async function comeBack(browser: WalkingBrowser, url: URL): Promise<string> {
  const { headers } = await browser.step(url, { from: new URL(provider.issuer) });
  return String(headers.get('location'));
}
const session = (browser: WalkingBrowser) =>
  central.call('GET', '/api/session', { headers: { cookie: browser.cookie(origin()) } });
const acts = async (kind: string) =>
  (await central.call('GET', `/api/audit?kind=${kind}`, { headers: staff })).json<{
    items: { action: string; userId: string; subject: string; details?: Record<string, unknown> }[];
  }>().items;

describe('a person whom the provider vouches for', () => {
  it('comes in with the rights of the account that has their name, by the provider’s own forms', async () => {
    const id = await account();
    const browser = new WalkingBrowser();
    expect(await signIn(browser)).toBe('/sign-in?provider=done');
    const answer = (await session(browser)).json<{ user: unknown; clientId: number }>();
    expect(answer).toMatchObject({
      user: { id, username: 'ana', permissions: ['read-fleet'], password: 'none', secondFactor: 'off' },
    });
    expect(browser.value(origin(), 'waypost_carried')).toBeUndefined();
    expect((await acts('session')).at(0)).toMatchObject({
      ...{ action: 'session.sign-in', userId: id, details: { by: 'provider', address: '127.0.0.1' } },
    });
    expect((await acts('user')).map(({ action }) => action)).toContain('user.provider-bound');
  });

  it('is sent away by a code with PKCE, a state and a nonce, and nothing secret', async () => {
    const browser = new WalkingBrowser();
    const { status, headers } = await browser.step(door());
    const sent = new URL(String(headers.get('location')));
    expect([status, sent.origin]).toEqual([302, provider.issuer]);
    expect(Object.fromEntries(sent.searchParams)).toEqual({
      ...{
        response_type: 'code',
        client_id: 'waypost',
        scope: 'openid email',
        code_challenge_method: 'S256',
      },
      redirect_uri: `${origin()}/api/session/oidc/back`,
      state: expect.stringMatching(/^.{30,}$/),
      nonce: expect.stringMatching(/^.{30,}$/),
      code_challenge: expect.stringMatching(/^.{43}$/),
    });
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(/^waypost_carried=[^;]+; Path=\/api\/session\/oidc; HttpOnly; SameSite=Lax$/);
    for (const name of ['state', 'nonce']) expect(cookie).not.toContain(String(sent.searchParams.get(name)));
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is the same browser as by password, although its own cookies do not come along from the provider', async () => {
    await account({ password: PASSWORD });
    const browser = new WalkingBrowser();
    await signIn(browser);
    const first = (await session(browser)).json<{ deviceId: string; clientId: number }>();
    const own = { cookie: browser.cookie(origin()), origin: origin() };
    const byPassword = await central.call('POST', '/api/session', {
      body: { username: 'ana', password: PASSWORD },
      headers: own,
    });
    expect(byPassword.json()).toMatchObject({ deviceId: first.deviceId, clientId: first.clientId });
    await signIn(browser);
    expect((await session(browser)).json()).toMatchObject({
      deviceId: first.deviceId,
      user: { password: 'own' },
    });
  });

  it('is known by their subject from then on, whatever the provider calls them', async () => {
    const id = await account();
    await signIn(new WalkingBrowser());
    provider.people['sub-ana'] = { email: 'married@health.example', email_verified: true };
    provider.people['sub-eve'] = { email: 'ana@health.example', email_verified: true };
    const browser = new WalkingBrowser();
    expect(await signIn(browser)).toBe('/sign-in?provider=done');
    expect((await session(browser)).json()).toMatchObject({ user: { id } });
    expect(await signIn(new WalkingBrowser(), 'sub-eve')).toBe('/sign-in?provider=unknown');
    const { items } = (await central.call('GET', '/api/users', { headers: staff })).json<{
      items: Record<string, unknown>[];
    }>();
    expect(items.find((one) => one['id'] === id)).toMatchObject({ providerBound: true, password: 'own' });
  });

  it('needs no first password: one that was handed out is void once they came, and a password opens nothing', async () => {
    const id = await account();
    const tries = ['', 'none', PASSWORD].map((password) =>
      central.call('POST', '/api/session', { body: { username: 'ana', password } }),
    );
    expect((await Promise.all(tries)).map(({ statusCode }) => statusCode)).toEqual([400, 401, 401]);
    const { registry } = central.central.database;
    await registry.staff.setPassword(id, 'scrypt$', new Date(Date.now() + MINUTE).toISOString());
    const browser = new WalkingBrowser();
    await signIn(browser);
    expect((await session(browser)).json()).toMatchObject({ user: { permissions: ['read-fleet'] } });
    expect(await registry.staff.get(id)).toMatchObject({ passwordHash: 'none' });
  });

  it('is out with a session that an administrator ends, and when the name is taken away', async () => {
    const id = await account();
    const browser = new WalkingBrowser();
    await signIn(browser);
    expect((await edit(id, { providerName: '' })).statusCode).toBe(200);
    expect((await session(browser)).statusCode).toBe(401);
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=unknown');
    expect((await edit(id, { providerName: 'ana@health.example' })).statusCode).toBe(200);
    expect(await signIn(browser)).toBe('/sign-in?provider=done');
  });
});

describe('nobody comes in', () => {
  it.each([
    ['without an account', 'sub-eve'],
    ['with an address that the provider has not verified', 'sub-ben'],
  ])('%s, and learns nothing else', async (_title, login) => {
    await account();
    await account({ username: 'ben', displayName: 'Ben', providerName: 'ben@health.example' });
    const browser = new WalkingBrowser();
    expect(await signIn(browser, login)).toBe('/sign-in?provider=unknown');
    expect((await session(browser)).statusCode).toBe(401);
    expect((await acts('session')).at(0)).toMatchObject({ action: 'session.sign-in-failed', subject: '' });
  });

  it('who is disabled, bound already or not yet', async () => {
    const id = await account();
    await edit(id, { disabled: true });
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=unknown');
    await edit(id, { disabled: false });
    await signIn(new WalkingBrowser());
    await edit(id, { disabled: true });
    const browser = new WalkingBrowser();
    expect(await signIn(browser)).toBe('/sign-in?provider=unknown');
    expect((await session(browser)).statusCode).toBe(401);
    expect((await acts('session')).at(0)).toMatchObject({ action: 'session.sign-in-failed', subject: id });
  });

  it.each(['state', 'code', 'iss'])('with another %s', async (name) => {
    await account();
    const browser = new WalkingBrowser();
    const back = await untilBack(browser);
    back.searchParams.set(name, name === 'iss' ? 'https://other.example' : 'another');
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=failed');
    expect((await session(browser)).statusCode).toBe(401);
  });

  it.each(['nonce', 'code_challenge'])('for whom another %s was asked for', async (name) => {
    await account();
    const browser = new WalkingBrowser();
    const sent = new URL(String((await browser.step(door())).headers.get('location')));
    sent.searchParams.set(name, 'A'.repeat(43));
    expect(await comeBack(browser, await untilBack(browser, 'sub-ana', sent))).toBe(
      '/sign-in?provider=failed',
    );
  });

  it('with a code that was used, nor in a browser that did not leave from here', async () => {
    await account();
    const browser = new WalkingBrowser();
    const back = await untilBack(browser);
    const carried = browser.cookie(origin(), back.pathname);
    expect(await comeBack(new WalkingBrowser(), back)).toBe('/sign-in?provider=failed');
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=done');
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=failed');
    const again = await fetch(back, { redirect: 'manual', headers: { cookie: carried } });
    expect(again.headers.get('location')).toBe('/sign-in?provider=failed');
    expect(again.headers.getSetCookie().join()).not.toContain('waypost_session');
  });

  it('who takes longer than a quarter of an hour, or brings what was not sealed here', async () => {
    await account();
    const browser = new WalkingBrowser();
    const back = await untilBack(browser);
    const carried = browser.cookie(origin(), back.pathname);
    late = 16 * MINUTE;
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=failed');
    late = 0;
    const altered = `${carried.slice(0, -8)}AAAAAAAA`;
    const answer = await fetch(back, { redirect: 'manual', headers: { cookie: altered } });
    expect(answer.headers.get('location')).toBe('/sign-in?provider=failed');
  });

  it.each([
    ['whose token names another issuer', { iss: 'https://other.example' }],
    ['whose token is for another client', { aud: 'another' }],
    ['whose token is over', { exp: Math.floor(Date.now() / 1000) - 3600 }],
    ['whose token is of another sign-in', { nonce: 'another' }],
  ])('%s', async (_title, changed) => {
    await account();
    provider.tamper = (claims) => ({ ...claims, ...changed });
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=failed');
  });

  it('whose token was altered after it was signed; the same token as it was lets them in', async () => {
    await account();
    const altered = (claims: object) =>
      Buffer.from(JSON.stringify({ ...claims, sub: 'sub-ana' })).toString('base64url');
    // who is bound already is asked for nothing but the token
    provider.tamper = (claims) => claims;
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=done');
    provider.tamper = altered;
    expect(await signIn(new WalkingBrowser(), 'sub-eve')).toBe('/sign-in?provider=failed');
  });

  it('of whom the provider says more under another subject', async () => {
    await account();
    provider.tamper = (claims) => ({ ...claims, sub: 'sub-mallory' });
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=failed');
    provider.tamper = undefined;
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=done');
  });

  it('whose token is signed by nobody', async () => {
    await account();
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    provider.tamper = (claims) => claims;
    provider.rewrap = (token) => `${none}.${token.split('.')[1]}.`;
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=failed');
    provider.rewrap = (token) => token;
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=done');
  });

  it('who turns back at the provider', async () => {
    const browser = new WalkingBrowser();
    const form = await browser.walk(door(), '', ({ pathname }) => pathname.startsWith('/interaction/'));
    const back = await untilBack(browser, '', new URL(`${form.pathname}/abort`, form));
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=failed');
  });

  it('who fails too often; the others of that network are asked to wait too', async () => {
    await account();
    const outcomes: string[] = [];
    for (let tries = 0; tries < 32; tries += 1) {
      const browser = new WalkingBrowser();
      const sent = new URL(String((await browser.step(door())).headers.get('location')));
      const back = new URL(String(sent.searchParams.get('redirect_uri')));
      back.search = new URLSearchParams({
        ...{ code: 'guessed', iss: provider.issuer },
        state: String(sent.searchParams.get('state')),
      }).toString();
      outcomes.push(await comeBack(browser, back));
    }
    expect(outcomes.slice(0, 30)).toEqual(new Array(30).fill('/sign-in?provider=failed'));
    expect(outcomes.slice(30)).toEqual(new Array(2).fill('/sign-in?provider=wait'));
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=wait');
    late = 6 * MINUTE;
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=done');
  });
});

describe('the claim that names people', () => {
  it('is an address of e-mail: what people may call themselves is none', async () => {
    const id = await account();
    expect(await signIn(new WalkingBrowser(), 'sub-eve')).toBe('/sign-in?provider=unknown');
    expect((await central.central.database.registry.staff.get(id))?.provider).toBeUndefined();
  });

  it('may be another, to the letter', async () => {
    await central.central.close();
    provider.people['sub-ana'] = { employee: 'E-17' };
    provider.people['sub-eve'] = { employee: 'e-17' };
    await start({ provider: { ...provider.settings, claim: 'employee' } });
    await account({ providerName: 'E-17' });
    expect(await signIn(new WalkingBrowser(), 'sub-eve')).toBe('/sign-in?provider=unknown');
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=done');
  });
});

describe('a second factor', () => {
  const carriedOf = (browser: WalkingBrowser) => ({
    cookie: browser.cookie(origin(), '/api/session/oidc/code'),
    origin: origin(),
  });
  const send = (headers: Record<string, string>, secondFactor: string) =>
    central.call('POST', '/api/session/oidc/code', { body: { secondFactor }, headers });

  async function withFactor(): Promise<string> {
    await account({ password: PASSWORD });
    const byPassword = await central.call('POST', '/api/session', {
      body: { username: 'ana', password: PASSWORD },
    });
    const own = { cookie: cookiesOf(byPassword), origin: origin() };
    const begun = await central.call('POST', '/api/me/second-factor', {
      body: { password: PASSWORD },
      headers: own,
    });
    const { secret } = begun.json<{ secret: string }>();
    const code = codeAt(secret, Date.now() - MINUTE / 2);
    const on = await central.call('POST', '/api/me/second-factor/confirm', { body: { code }, headers: own });
    expect(on.statusCode).toBe(200);
    return secret;
  }

  it('of one’s own is asked for after the provider, once', async () => {
    const secret = await withFactor();
    const browser = new WalkingBrowser();
    expect(await signIn(browser)).toBe('/sign-in?provider=code');
    expect((await session(browser)).statusCode).toBe(401);
    const carried = carriedOf(browser);
    const wrong = await send(carried, '000000');
    expect([wrong.statusCode, codeOf(wrong)]).toEqual([401, 'second-factor-wrong']);
    expect((await send({ ...carried, origin: 'https://elsewhere.example' }, '000000')).statusCode).toBe(403);
    const right = await send(carried, codeAt(secret, Date.now()));
    expect(right.json()).toMatchObject({ user: { username: 'ana', secondFactor: 'on' } });
    expect(cookiesOf(right)).toContain('waypost_session=');
    // what the browser carried goes with it
    expect(right.cookies).toContainEqual(expect.objectContaining({ name: 'waypost_carried', value: '' }));
    expect((await send(carried, codeAt(secret, Date.now()))).statusCode).toBe(401);
  });

  it('is not waited for longer than five minutes, nor without the provider’s word', async () => {
    const secret = await withFactor();
    const browser = new WalkingBrowser();
    const sentAway = new WalkingBrowser();
    await sentAway.step(door());
    await signIn(browser);
    late = 6 * MINUTE;
    for (const headers of [carriedOf(browser), carriedOf(sentAway), { origin: origin() }]) {
      const answer = await send(headers, codeAt(secret, Date.now() + late));
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'not-signed-in']);
    }
  });

  it('opens nothing once the account was taken from the person who waits', async () => {
    const secret = await withFactor();
    const [theirs] = (await central.central.database.registry.staff.list()).filter(
      ({ username }) => username === 'ana',
    );
    const browser = new WalkingBrowser();
    await signIn(browser);
    expect((await edit(theirs?.id ?? '', { providerName: 'eve@elsewhere.example' })).statusCode).toBe(200);
    const answer = await send(carriedOf(browser), codeAt(secret, Date.now()));
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'not-signed-in']);
  });

  it('guessing its codes is slow', async () => {
    await withFactor();
    const browser = new WalkingBrowser();
    await signIn(browser);
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1)
      statuses.push((await send(carriedOf(browser), '000000')).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('that the programme asks for is the provider’s to ask for: rights do not wait', async () => {
    await central.central.close();
    await start({ secondFactor: 'everyone' });
    const { registry } = central.central.database;
    await registry.staff.addUser({
      ...{ id: 'u-ana', username: 'ana', displayName: 'Ana', passwordHash: 'none' },
      ...{ permissions: ['read-fleet'], providerName: 'ana@health.example' },
    });
    const browser = new WalkingBrowser();
    await signIn(browser);
    expect((await session(browser)).json()).toMatchObject({
      user: { permissions: ['read-fleet'], secondFactor: 'off' },
    });
  });
});

describe('a provider that is away', () => {
  it('is said, and asked again the next time: at the beginning, and on the way back', async () => {
    await account();
    provider.failsWith = 503;
    const browser = new WalkingBrowser();
    expect(await signIn(browser)).toBe('/sign-in?provider=away');
    provider.failsWith = undefined;
    const back = await untilBack(browser);
    provider.failsWith = 502;
    expect(await comeBack(browser, back)).toBe('/sign-in?provider=away');
    provider.failsWith = undefined;
    expect(await signIn(browser)).toBe('/sign-in?provider=done');
  });

  it('keeps nobody from the password, and is no provider where it names itself otherwise', async () => {
    await central.central.close();
    const { port } = new URL(provider.issuer);
    await start({ provider: { ...provider.settings, issuer: `http://localhost:${port}` } });
    expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=away');
    expect(staff['cookie']).toContain('waypost_session=');
  });

  it('is one that does not know this server, too: no fault of whoever came, and the log says whose', async () => {
    await central.central.close();
    await start({ provider: { ...provider.settings, clientSecret: 'another' } });
    // more than the failures that make a network wait
    for (let tries = 0; tries < 32; tries += 1)
      expect(await signIn(new WalkingBrowser())).toBe('/sign-in?provider=away');
    expect(lines.join('')).toContain('OAUTH_WWW_AUTHENTICATE_CHALLENGE');
  });

  it('is asked what it is once, for however many come at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => new WalkingBrowser().step(door())));
    expect(provider.asked.filter((one) => one.endsWith('/.well-known/openid-configuration'))).toHaveLength(1);
  });
});

it('what the browser carries goes over TLS alone where the server is reached so', async () => {
  await central.central.close();
  await start({ publicOrigin: 'https://waypost.example' });
  const sent = await central.call('GET', '/api/session/oidc');
  expect(String(sent.headers['set-cookie'])).toMatch(/^waypost_carried=[^;]+;.* Secure;/);
});

it('a page of another site begins no sign-in', async () => {
  const { headers } = await new WalkingBrowser().step(door(), {
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(headers.get('location')).toBe('/sign-in');
  expect(headers.getSetCookie()).toEqual([]);
});

it('without a provider there is nothing at these addresses; with one the sign-in page is told', async () => {
  const named = await central.call('GET', '/api/instance');
  expect(named.json()).toMatchObject({ provider: { name: 'Health ID' } });
  await central.central.close();
  central = await aCentral();
  for (const path of ['/api/session/oidc', '/api/session/oidc/back?code=x&state=y'])
    expect((await central.call('GET', path)).statusCode).toBe(404);
  const body = { secondFactor: '000000' };
  expect((await central.call('POST', '/api/session/oidc/code', { body })).statusCode).toBe(404);
  expect((await central.call('GET', '/api/instance')).json()).not.toHaveProperty('provider');
});

it('no two accounts are for one name, and an account without either way in is none', async () => {
  await account();
  const make = (body: object) =>
    central.call('POST', '/api/users', {
      body: { username: 'other', displayName: 'O', permissions: [], ...body },
      headers: staff,
    });
  const taken = await make({ providerName: 'ANA@health.example' });
  expect([taken.statusCode, taken.json()]).toMatchObject([
    409,
    { error: { details: { field: 'providerName' } } },
  ]);
  expect((await make({ providerName: ' ' })).statusCode).toBe(400);
  const id = (await make({ password: PASSWORD })).json<{ id: string }>().id;
  const edited = await edit(id, { providerName: 'ana@health.example' });
  expect([edited.statusCode, codeOf(edited)]).toEqual([409, 'already-exists']);
});

it('nobody enters by which name the provider says themselves: another administrator does', async () => {
  const me = (await central.call('GET', '/api/session', { headers: staff })).json<{ user: { id: string } }>();
  const edited = await edit(me.user.id, { providerName: 'eve@elsewhere.example' });
  expect([edited.statusCode, codeOf(edited)]).toEqual([403, 'not-allowed']);
  expect((await edit(me.user.id, { displayName: 'Me' })).statusCode).toBe(200);
  expect(await signIn(new WalkingBrowser(), 'sub-eve')).toBe('/sign-in?provider=unknown');
});

it('no token, code, verifier or secret is kept or logged', async () => {
  await account();
  const browser = new WalkingBrowser();
  const back = await untilBack(browser);
  const carried = String(browser.value(origin(), 'waypost_carried'));
  await comeBack(browser, back);
  const other = new WalkingBrowser();
  const cut = await untilBack(other);
  provider.failsWith = 500;
  await comeBack(other, cut);
  const log = lines.join('');
  expect(log).toContain('/api/session/oidc/back');
  expect(log).toContain('the sign-in provider: away');
  const secrets = [back, cut].flatMap(({ searchParams }) =>
    ['code', 'state'].map((name) => String(searchParams.get(name))),
  );
  for (const secret of [...secrets, carried, provider.settings.clientSecret, 'ana@health.example'])
    expect(log).not.toContain(secret);
});
