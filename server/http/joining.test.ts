import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCentral, codeOf, cookiesOf, PASSWORD, type TestCentral } from '../../tests/support/central';

const DAY = 24 * 60 * 60 * 1000;

let now = Date.UTC(2026, 5, 1);
let central: TestCentral;
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1);
  central = await aCentral({ now: () => now });
});
afterEach(() => central.central.close());

describe('GET /api/health and /api/instance', () => {
  it('answer anyone', async () => {
    const health = await central.call('GET', '/api/health');
    expect(health.statusCode).toBe(200);
    expect(health.json()).toMatchObject({
      status: 'ok',
      version: expect.any(String) as unknown,
      rowsBehind: 0,
    });
    const instance = await central.call('GET', '/api/instance');
    expect(instance.json()).toMatchObject({
      name: 'Waypost',
      centralId: central.central.centralId,
      isCentralServer: true,
      publicOrigin: central.central.origin,
      protocol: { min: 6, max: 6 },
      time: new Date(now).toISOString(),
    });
  });
});

describe('/api/session', () => {
  const signIn = (password: string, headers: Record<string, string> = {}) =>
    central.call('POST', '/api/session', { body: { username: 'admin', password }, headers });

  it('signs staff in with the same ids for the same browser, and tells who is signed in', async () => {
    const first = await signIn(PASSWORD);
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({
      user: { username: 'admin', permissions: expect.arrayContaining(['manage-sites']) as unknown },
    });
    const again = await signIn(PASSWORD, { cookie: cookiesOf(first) });
    expect(again.json()).toEqual(first.json());
    const who = await central.call('GET', '/api/session', { headers: { cookie: cookiesOf(again) } });
    expect(who.json()).toEqual(first.json());
  });

  it('keeps both cookies from pages and from other sites', async () => {
    for (const cookie of (await signIn(PASSWORD)).cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    }
  });

  it('signs out', async () => {
    const staff = await central.staff();
    expect((await central.call('DELETE', '/api/session', { headers: staff })).statusCode).toBe(204);
    const who = await central.call('GET', '/api/session', { headers: staff });
    expect([who.statusCode, codeOf(who)]).toEqual([401, 'not-signed-in']);
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const wrong = await signIn('not the password');
    const unknown = await central.call('POST', '/api/session', {
      body: { username: 'nobody', password: 'x' },
    });
    expect([wrong.statusCode, codeOf(wrong)]).toEqual([401, 'wrong-password']);
    expect(unknown.json()).toEqual(wrong.json());
  });

  it('makes who failed again and again wait, even with the right password, but not for ever', async () => {
    for (let round = 0; round < 5; round++) expect((await signIn('wrong')).statusCode).toBe(401);
    const blocked = await signIn(PASSWORD);
    expect([blocked.statusCode, codeOf(blocked)]).toEqual([429, 'too-many-tries']);
    now += Number(blocked.headers['retry-after']) * 1000;
    expect((await signIn(PASSWORD)).statusCode).toBe(200);
  });

  it('never counts a success', async () => {
    for (let round = 0; round < 8; round++) expect((await signIn(PASSWORD)).statusCode).toBe(200);
  });
});

describe('/api/sites', () => {
  it('makes a site, with ids that were given or new ones', async () => {
    const staff = await central.staff();
    const stores = [
      { id: 'V6.store_1', code: 'A', name: 'One' },
      { code: 'B', name: 'Two' },
    ];
    const made = await central.call('POST', '/api/sites', {
      body: { code: 'S', name: 'Site', stores },
      headers: staff,
    });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      id: expect.any(String) as unknown,
      code: 'S',
      name: 'Site',
      stores: [stores[0], stores[1]],
    });
    const list = await central.call('GET', '/api/sites', { headers: staff });
    expect(list.json()).toMatchObject({ total: 1, items: [{ code: 'S', devices: [] }] });
  });

  it('refuses a code that is taken, and what is not a site', async () => {
    const staff = await central.staff();
    await central.site(staff, 'S');
    const again = await central.call('POST', '/api/sites', {
      body: { code: 'S', name: 'x', stores: [{ code: 'q', name: 'q' }] },
      headers: staff,
    });
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'already-exists']);
    for (const body of [
      {},
      { code: '', name: 'x', stores: [] },
      { code: 'T', name: 'T', stores: [{ id: 'a/b', code: 'c', name: 'd' }] },
    ]) {
      const wrong = await central.call('POST', '/api/sites', { body, headers: staff });
      expect([wrong.statusCode, codeOf(wrong)]).toEqual([400, 'bad-request']);
    }
  });

  it('pages, and finds one site', async () => {
    const staff = await central.staff();
    for (const code of ['C', 'A', 'B']) await central.site(staff, code);
    const first = (await central.call('GET', '/api/sites?limit=2', { headers: staff })).json<{
      items: { id: string; code: string }[];
      nextCursor: string;
    }>();
    const second = (
      await central.call('GET', `/api/sites?limit=2&cursor=${first.nextCursor}`, { headers: staff })
    ).json<typeof first>();
    expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(['A', 'B', 'C']);
    expect(second.nextCursor).toBeUndefined();
    const one = await central.call('GET', `/api/sites/${first.items[0]?.id ?? ''}`, { headers: staff });
    expect(one.json()).toMatchObject({ code: 'A', devices: [] });
    expect((await central.call('GET', '/api/sites/nix', { headers: staff })).statusCode).toBe(404);
  });

  it('renames a site and adds a store', async () => {
    const staff = await central.staff();
    const site = await central.site(staff);
    const body = { name: 'New name', addStores: [{ code: 'NEW', name: 'New store' }] };
    const edited = await central.call('PATCH', `/api/sites/${site.id}`, { body, headers: staff });
    expect(edited.json()).toMatchObject({ name: 'New name', stores: [{ code: 'S1-A' }, { code: 'NEW' }] });
    expect((await central.call('PATCH', '/api/sites/nix', { body, headers: staff })).statusCode).toBe(404);
  });

  it.each([
    ['GET', '/api/sites'],
    ['POST', '/api/sites'],
    ['GET', '/api/assets'],
    ['GET', '/api/problems'],
    ['POST', '/api/changes'],
    ['DELETE', '/api/devices/x'],
    ['POST', '/api/sites/x/join-codes'],
  ] as const)('%s %s is for staff: 401 for nobody, 403 for a device', async (method, url) => {
    const staff = await central.staff();
    const site = await central.site(staff);
    const { deviceToken } = (await central.join(await central.joinCode(staff, site.id))).json<{
      deviceToken: string;
    }>();
    const body =
      url === '/api/sites'
        ? { code: 'X', name: 'X', stores: [{ code: 'Y', name: 'Y' }] }
        : { document: 'config', changes: [{}] };
    const options = method === 'POST' ? { body } : {};
    expect((await central.call(method, url, options)).statusCode).toBe(401);
    const device = await central.call(method, url, {
      ...options,
      headers: { authorization: `Bearer ${deviceToken}` },
    });
    expect([device.statusCode, codeOf(device)]).toEqual([403, 'central-only']);
  });
});

describe('joining', () => {
  it('gives a device all it needs, once', async () => {
    const staff = await central.staff();
    const site = await central.site(staff);
    const made = await central.call('POST', `/api/sites/${site.id}/join-codes`, { headers: staff });
    const { code, url, expiresAt } = made.json<{ code: string; url: string; expiresAt: string }>();
    expect([made.statusCode, url, Date.parse(expiresAt)]).toEqual([
      201,
      `${central.central.origin}/join#code=${code}`,
      now + DAY,
    ]);
    const joined = await central.join(code.toLowerCase().replaceAll('-', ' '));
    expect(joined.statusCode).toBe(201);
    expect(joined.json()).toMatchObject({
      deviceToken: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      clientId: expect.any(Number) as unknown,
      centralId: central.central.centralId,
      site: { id: site.id },
      stores: site.stores,
    });
    const again = await central.join(code);
    expect([again.statusCode, codeOf(again)]).toEqual([410, 'code-used']);
  });

  it('refuses unknown and expired codes', async () => {
    const staff = await central.staff();
    const code = await central.joinCode(staff, (await central.site(staff)).id);
    expect((await central.call('POST', '/api/sites/nix/join-codes', { headers: staff })).statusCode).toBe(
      404,
    );
    now += DAY;
    const [expired, unknown] = [await central.join(code), await central.join('AAAA-BBBB-CCCC')];
    expect([expired.statusCode, codeOf(expired)]).toEqual([410, 'code-expired']);
    expect([unknown.statusCode, codeOf(unknown)]).toEqual([404, 'code-unknown']);
  });

  it('refuses a device that holds the data of another site, and leaves the code for another device', async () => {
    const staff = await central.staff();
    const [own, other] = [await central.site(staff), await central.site(staff, 'S2')];
    const code = await central.joinCode(staff, other.id);
    const body = { code, deviceName: 'Phone', siteId: own.id };
    const refused = await central.call('POST', '/api/join', { body });
    expect([refused.statusCode, codeOf(refused)]).toEqual([409, 'another-site']);
    expect((await central.join(code)).json()).toMatchObject({ site: { id: other.id } });
  });

  it('lets one of two devices at once in', async () => {
    const staff = await central.staff();
    const code = await central.joinCode(staff, (await central.site(staff)).id);
    const answers = await Promise.all([central.join(code), central.join(code)]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 410]);
  });

  it('slows down an address that guesses', async () => {
    for (let round = 0; round < 20; round++)
      expect((await central.join('AAAA-BBBB-CCCC')).statusCode).toBe(404);
    const blocked = await central.join('AAAA-BBBB-CCCC');
    expect([blocked.statusCode, codeOf(blocked)]).toEqual([429, 'too-many-tries']);
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a device', () => {
  const joined = async () => {
    const staff = await central.staff();
    const site = await central.site(staff);
    const device = (await central.join(await central.joinCode(staff, site.id))).json<{
      deviceId: string;
      deviceToken: string;
      clientId: number;
    }>();
    return { staff, device, bearer: { authorization: `Bearer ${device.deviceToken}` } };
  };

  it('gets a fresh client id, and keeps the old one registered', async () => {
    const { device, bearer } = await joined();
    const { clientId } = (await central.call('POST', '/api/devices/me/client-id', { headers: bearer })).json<{
      clientId: number;
    }>();
    expect(clientId).not.toBe(device.clientId);
    const known = await central.central.database.registry.devices.clientIdsOf(device.deviceId);
    expect(new Set(known)).toEqual(new Set([device.clientId, clientId]));
  });

  it('is shown with its site, and when it was heard', async () => {
    const { staff, device, bearer } = await joined();
    now += 60_000;
    await central.call('GET', '/api/documents', { headers: { ...bearer, 'x-waypost-version': '0.1.0' } });
    const { items } = (await central.call('GET', '/api/sites', { headers: staff })).json<{
      items: unknown[];
    }>();
    const lastContact = new Date(now).toISOString();
    expect(items).toMatchObject([
      {
        lastContact,
        devices: [{ id: device.deviceId, name: 'Phone', lastContact, appVersion: '0.1.0', revoked: false }],
      },
    ]);
  });

  it('is dead once revoked', async () => {
    const { staff, device, bearer } = await joined();
    expect((await central.call('GET', '/api/documents', { headers: bearer })).statusCode).toBe(200);
    expect(
      (await central.call('DELETE', `/api/devices/${device.deviceId}`, { headers: staff })).statusCode,
    ).toBe(204);
    const after = await central.call('GET', '/api/documents', { headers: bearer });
    expect([after.statusCode, codeOf(after)]).toEqual([401, 'unknown-device']);
    expect((await central.call('DELETE', '/api/devices/nix', { headers: staff })).statusCode).toBe(404);
  });
});
