/** A device of ours joins with the credentials of an Open mSupply site: the address of mSupply central, a site name and a password. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, Programme, type Site } from './central';
import { MSupplyCentral } from './msupply-central';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const asSite = (changes: object = {}) => ({
  siteName: 'HC-1',
  passwordSha256: sha256(PASSWORD),
  hardwareId: 'phone-1',
  ...changes,
});

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { error?: { code: string; message: string; details?: unknown } };
}

let programme: Programme;
let site: Site;
let mSupply: MSupplyCentral | undefined;

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(programme.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}
const join = (mSupplySite: object, more: object = {}): Promise<Answer> =>
  post('/api/join', { mSupply: mSupplySite, deviceName: 'Phone', ...more });
const codeOf = ({ status, body }: Answer): [number, string | undefined] => [status, body.error?.code];

/** The status that a device hears which asks for itself. */
const whoIs = async ({ body }: Pick<Answer, 'body'>): Promise<number> => {
  const headers = { authorization: `Bearer ${String(body['deviceToken'])}` };
  return (await fetch(`${programme.origin}/api/devices/me`, { headers })).status;
};

const leave = async ({ body }: Pick<Answer, 'body'>): Promise<number> => {
  const headers = { authorization: `Bearer ${String(body['deviceToken'])}` };
  return (await fetch(`${programme.origin}/api/devices/me/leave`, { method: 'POST', headers })).status;
};

async function begin(options: Parameters<typeof Programme.start>[0] = {}): Promise<void> {
  programme = await Programme.start(options);
  site = await programme.makeSite('HC-1');
  await programme.staff('PATCH', `/api/sites/${site.id}/v6`, { name: 'HC-1', password: PASSWORD });
}

afterEach(async () => {
  await programme.end();
  await mSupply?.close();
  mSupply = undefined;
});

describe('joining with the name and password of a site that central itself knows', () => {
  beforeEach(() => begin());

  it('answers what a join code does, and the token is good', async () => {
    const { status, body } = await join(asSite());
    expect(status).toBe(201);
    expect(body).toEqual({
      deviceId: expect.any(String) as unknown,
      deviceToken: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      clientId: expect.any(Number) as unknown,
      centralId: programme.central.centralId,
      site: { id: site.id, code: 'HC-1', name: 'Site HC-1' },
      stores: site.stores,
    });
    expect(await whoIs({ body })).toBe(200);
  });

  it('is for one installation, which may come again when the answer was lost on its way', async () => {
    const [lost, first] = [await join(asSite()), await join(asSite())];
    expect(first.body['deviceId']).toBe(lost.body['deviceId']);
    expect(await whoIs(lost)).toBe(401);
    expect(await whoIs(first)).toBe(200);
    const second = await join(asSite({ hardwareId: 'phone-2' }));
    expect(codeOf(second)).toEqual([409, 'another-installation']);
    expect(second.body.error?.message).toContain('join code');
  });

  it('is not for a device that staff revoked, though it still knows the password', async () => {
    const { body } = await join(asSite());
    await programme.staff('DELETE', `/api/devices/${String(body['deviceId'])}`);
    expect(codeOf(await join(asSite()))).toEqual([401, 'unknown-device']);
    expect(codeOf(await join(asSite({ hardwareId: 'phone-2' })))).toEqual([409, 'another-installation']);
  });

  it('is open to a second installation once staff have released the first; a code is open to any', async () => {
    await join(asSite());
    const { code } = await programme.staff<{ code: string }>('POST', `/api/sites/${site.id}/join-codes`);
    expect((await post('/api/join', { code, deviceName: 'Tablet' })).status).toBe(201);
    await programme.staff('PATCH', `/api/sites/${site.id}/v6`, { releaseHardwareId: true });
    expect((await join(asSite({ hardwareId: 'phone-2' }))).status).toBe(201);
  });

  it('is open to a second installation once the first was erased and said so; its own key is dead then', async () => {
    const { code } = await programme.staff<{ code: string }>('POST', `/api/sites/${site.id}/join-codes`);
    const tablet = await post('/api/join', { code, deviceName: 'Tablet' });
    const phone = await join(asSite());
    expect(await leave(tablet)).toBe(204);
    expect(codeOf(await join(asSite({ hardwareId: 'phone-2' })))).toEqual([409, 'another-installation']);
    expect(await leave(phone)).toBe(204);
    expect([await whoIs(phone), await leave(phone)]).toEqual([401, 401]);
    expect((await join(asSite({ hardwareId: 'phone-2' }))).status).toBe(201);
  });

  it('shares the pin with Open mSupply: whoever called first is the installation', async () => {
    const headers = {
      authorization: `Basic ${Buffer.from(`HC-1:${sha256(PASSWORD)}`).toString('base64')}`,
      'msupply-site-uuid': 'the-desktop',
    };
    expect((await fetch(`${programme.origin}/sync/v5/site`, { headers })).status).toBe(200);
    expect(codeOf(await join(asSite()))).toEqual([409, 'another-installation']);
    expect((await join(asSite({ hardwareId: 'the-desktop' }))).status).toBe(201);
  });

  it('answers a wrong password and an unknown name alike, and makes who guesses wait', async () => {
    const wrong = await join(asSite({ passwordSha256: sha256('guess') }));
    const unknown = await join(asSite({ siteName: 'HC-2' }));
    expect(codeOf(wrong)).toEqual([401, 'site-password-wrong']);
    expect(unknown.body).toEqual(wrong.body);
    for (let tries = 1; tries < 10; tries++) await join(asSite({ passwordSha256: sha256(`guess ${tries}`) }));
    const blocked = await join(asSite());
    expect(codeOf(blocked)).toEqual([429, 'too-many-tries']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('takes a code or a site, one of them and whole', async () => {
    for (const [body, field] of [
      [{ deviceName: 'Phone' }, 'code'],
      [{ deviceName: 'Phone', code: 'K7MQ-2XHD-9FPT', mSupply: asSite() }, 'code'],
      [{ deviceName: 'Phone', mSupply: asSite({ passwordSha256: PASSWORD }) }, 'mSupply.passwordSha256'],
      [{ deviceName: 'Phone', mSupply: asSite({ siteName: 'a:b' }) }, 'mSupply.siteName'],
      [{ deviceName: 'Phone', mSupply: asSite({ hardwareId: 'a\nb' }) }, 'mSupply.hardwareId'],
    ] as const) {
      const answer = await post('/api/join', body);
      expect(codeOf(answer)).toEqual([400, 'bad-request']);
      expect(answer.body.error?.details).toMatchObject({ fields: [{ field }] });
    }
  });

  it('relays no question, whatever the address', async () => {
    for (const address of ['http://127.0.0.1:1', programme.origin, 'no address'])
      expect(codeOf(await post('/api/msupply/site', { address, ...asSite() }))).toEqual([404, 'not-relayed']);
  });
});

describe('an app that is served from elsewhere', () => {
  beforeEach(() => begin());

  it('may ask who it is and join, without credentials of a browser', async () => {
    for (const [path, method, headers] of [
      ['/sync/v5/site', 'GET', 'authorization,msupply-site-uuid,app-version,app-name,version'],
      ['/api/msupply/site', 'POST', 'content-type'],
      ['/api/join', 'POST', 'content-type'],
    ] as const) {
      const answer = await fetch(programme.origin + path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://app.example.org',
          'access-control-request-method': method,
          'access-control-request-headers': headers,
        },
      });
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-headers')).toBe(headers);
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it('reads the answer, also when it is no', async () => {
    const answer = await fetch(`${programme.origin}/sync/v5/site`, {
      headers: { origin: 'https://app.example.org' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('where mSupply central is asked', () => {
  let asked: MSupplyCentral;
  beforeEach(async () => {
    asked = mSupply = await MSupplyCentral.start();
    asked.knows('HC-1', 'the mSupply password');
    asked.centralUrl = 'https://central.example.org';
    await begin({ msupplyCentralUrl: asked.url });
  });
  const known = (changes: object = {}) =>
    asSite({ passwordSha256: sha256('the mSupply password'), ...changes });

  it('joins who it says is the site, and nobody else', async () => {
    expect((await join(known())).status).toBe(201);
    expect(codeOf(await join(asSite()))).toEqual([401, 'site-password-wrong']);
    expect(codeOf(await join(known({ hardwareId: 'phone-2' })))).toEqual([409, 'another-installation']);
  });

  it('tells who is a site there and none here from who is none there', async () => {
    asked.knows('HC-9', 'x');
    const elsewhere = asSite({ siteName: 'HC-9', passwordSha256: sha256('x') });
    expect(codeOf(await join(elsewhere))).toEqual([404, 'site-not-known']);
  });

  it('says that it is out, and never counts that as a guess', async () => {
    asked.broken = 503;
    for (let tries = 0; tries < 25; tries++)
      expect(codeOf(await join(known()))).toEqual([502, 'msupply-unreachable']);
    asked.broken = undefined;
    expect((await join(known())).status).toBe(201);
  });

  it('relays the question of a browser that it would not answer itself, to this one address only', async () => {
    const relayed = await post('/api/msupply/site', { address: `${asked.url}/`, ...known() });
    expect([relayed.status, relayed.body]).toEqual([200, { centralUrl: 'https://central.example.org' }]);
    const before = asked.asked;
    for (const address of ['http://127.0.0.1:1', asked.url.replace('127.0.0.1', 'localhost'), 'file:///etc'])
      expect(codeOf(await post('/api/msupply/site', { address, ...known() }))).toEqual([404, 'not-relayed']);
    expect(asked.asked).toBe(before);
  });

  it('relays a no as what it means, and nothing else of what was answered', async () => {
    const question = (changes: object) =>
      post('/api/msupply/site', { address: asked.url, ...known(changes) });
    await question({});
    const wrong = await question({ passwordSha256: sha256('guess') });
    expect(codeOf(wrong)).toEqual([401, 'site-password-wrong']);
    expect(codeOf(await question({ hardwareId: 'phone-2' }))).toEqual([409, 'another-installation']);
    asked.broken = 500;
    const out = await question({ hardwareId: 'phone-3' });
    expect(codeOf(out)).toEqual([502, 'msupply-unreachable']);
    expect(JSON.stringify([wrong.body, out.body])).not.toMatch(/site_incorrect|out of order/);
  });

  it('makes who guesses by way of the relay wait', async () => {
    const guess = (number: number) =>
      post('/api/msupply/site', {
        address: asked.url,
        ...known({ passwordSha256: sha256(`guess ${number}`) }),
      });
    for (let number = 0; number < 10; number++) await guess(number);
    expect(codeOf(await guess(10))).toEqual([429, 'too-many-tries']);
  });
});
