/** The caller is settled before any work: no body of a stranger is parsed beyond 64 kB, on any route but the door of Open mSupply sites. */
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { aCentral } from '../../tests/support/central';
import type { Services } from './services';
import { STRANGERS_BODY, turnStrangersAway } from './strangers';

const huge = JSON.stringify({ pad: 'x'.repeat(2 * STRANGERS_BODY) });

test('whatever the route, a stranger with a large body is turned away, and never answered for what it says', async () => {
  const { central } = await aCentral();
  const routes = [
    ...central.app.printRoutes({ commonPrefix: false }).matchAll(/(\/api\/\S*) \(([A-Z, ]+)\)/g),
  ];
  expect(routes.length).toBeGreaterThan(0);
  for (const path of [
    '/api/session',
    '/api/join',
    '/api/changes',
    '/api/sites',
    '/api/users',
    '/api/files/missing',
  ]) {
    const { statusCode } = await central.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json' },
      payload: huge,
    });
    expect([401, 403, 413], path).toContain(statusCode);
  }
  await central.close();
});

test('a route for anyone that would read more does not start', () => {
  const app = fastify();
  turnStrangersAway(app, {} as Services);
  const add = (url: string, open: boolean, bodyLimit: number) => () =>
    app.post(url, { ...(open && { config: { for: 'anyone' as const } }), bodyLimit }, async () => 'ok');
  expect(add('/api/open', true, STRANGERS_BODY + 1)).toThrow('of anyone');
  expect(add('/elsewhere', false, STRANGERS_BODY + 1)).toThrow('of anyone');
  expect(add('/api/small', true, STRANGERS_BODY)).not.toThrow();
  expect(add('/api/staff', false, 4 * STRANGERS_BODY)).not.toThrow();
});
