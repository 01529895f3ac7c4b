// Guessing a password: by address, by network, and slowly by name over all addresses, without locking people out of their own browser.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aCentral, PASSWORD, type TestCentral } from '../../tests/support/central';

let central: TestCentral;
beforeAll(async () => {
  central = await aCentral();
});
afterAll(() => central.central.close());

const signIn = (remoteAddress: string, password: string, username = 'admin', cookie?: string) =>
  central.central.app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress,
    payload: { username, password },
    ...(cookie !== undefined && { headers: { cookie } }),
  });

it('a network of IPv6 is one guesser, whichever of its addresses it uses', async () => {
  const codes: number[] = [];
  for (let n = 0; n < 7; n++)
    codes.push((await signIn(`2001:db8:1:2::${n.toString(16)}`, 'wrong', 'somebody')).statusCode);
  expect(codes).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect((await signIn('2001:db8:1:3::1', 'wrong', 'somebody')).statusCode).toBe(401);
});

it('a name is guarded over all addresses, and its owner comes in where they were in before', async () => {
  const first = await signIn('203.0.113.1', PASSWORD);
  const cookie = first.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const guesses = Array.from({ length: 100 }, (_, n) => signIn(`198.51.100.${n}`, 'wrong'));
  const codes = (await Promise.all(guesses)).map(({ statusCode }) => statusCode);
  expect(new Set(codes)).toEqual(new Set([401]));
  expect((await signIn('203.0.113.2', PASSWORD)).statusCode).toBe(429);
  expect((await signIn('203.0.113.2', PASSWORD, 'admin', cookie)).statusCode).toBe(200);
});
