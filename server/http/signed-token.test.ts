/** A device gets the signed form of its token once, at any contact; both forms go on working, and neither is in a log or an address. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aCentral, type TestCentral } from '../../tests/support/central';
import { siteWithDevice } from '../../tests/server/upload';

let central: TestCentral;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  central = await aCentral({ logLevel: 'debug', log: { write: (line: string) => void lines.push(line) } });
});
afterEach(() => central.central.close());

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const me = (token: string) => central.call('GET', '/api/devices/me', as(token));
const sign = (token: string) => central.call('POST', '/api/devices/me/token', as(token));

test('the token of today is exchanged for a signed one, and goes on working beside it', async () => {
  const { sender } = await siteWithDevice(central, 'S1');
  const token = (sender.headers['authorization'] ?? '').replace('Bearer ', '');
  const { signedToken } = (await sign(token)).json<{ signedToken: string }>();
  expect(signedToken.startsWith(`${token}.`)).toBe(true);
  for (const one of [token, signedToken]) expect((await me(one)).statusCode).toBe(200);
  // asked with the signed one it is the same again
  expect((await sign(signedToken)).json()).toMatchObject({ signedToken });
  expect(lines.join('')).toContain('/api/devices/me/token');
  expect(lines.join('')).not.toContain(token);
});

test('it gives a device nothing that it has not: shut out, both forms are dead', async () => {
  const { sender, deviceId } = await siteWithDevice(central, 'S1');
  const token = (sender.headers['authorization'] ?? '').replace('Bearer ', '');
  const { signedToken } = (await sign(token)).json<{ signedToken: string }>();
  expect(await central.central.database.registry.devices.revoke(deviceId, new Date().toISOString())).toBe(
    true,
  );
  for (const one of [token, signedToken])
    expect([(await me(one)).statusCode, (await sign(one)).statusCode]).toEqual([401, 401]);
  const listed = await central.call('GET', '/api/restore/devices', { headers: await central.staff() });
  expect(listed.json()).toEqual({ items: [] });
});

test('staff without the right to manage sites neither see who waits nor decide', async () => {
  const staff = await central.staff();
  const password = 'a password of eight';
  await central.call('POST', '/api/users', {
    body: { username: 'eva', displayName: 'Eva', password, permissions: ['read-fleet'] },
    headers: staff,
  });
  const signedIn = await central.call('POST', '/api/session', { body: { username: 'eva', password } });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, origin: staff.origin };
  expect((await central.call('GET', '/api/restore/devices', { headers })).statusCode).toBe(403);
  const decided = await central.call('POST', '/api/restore/devices/d1', { body: { letIn: true }, headers });
  expect(decided.statusCode).toBe(403);
});
