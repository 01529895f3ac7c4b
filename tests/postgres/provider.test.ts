// Two server processes on one PostgreSQL: a person leaves for the sign-in provider from one and comes back to the other.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { newPostgresUrl } from '../support/postgres';
import { SignInProvider } from '../support/sign-in-provider';
import { WalkingBrowser } from '../support/walking-browser';

const folder = mkdtempSync(join(tmpdir(), 'waypost-provider-'));
const ending: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ending) await end();
  rmSync(folder, { recursive: true, force: true });
});

test('what the browser carries is good at either of them', async () => {
  const provider = await SignInProvider.listen({
    'sub-ana': { email: 'ana@health.example', email_verified: true },
  });
  ending.push(() => provider.close());
  const publicOrigin = 'http://waypost.example';
  await provider.serve(publicOrigin);
  const { issuer, clientId, clientSecret } = provider.settings;
  const databaseUrl = await newPostgresUrl();
  const start = async (name: string): Promise<CentralServer> => {
    const server = await CentralServer.start({
      ...{ databaseUrl, dataDir: join(folder, name) },
      settings: {
        ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
        PUBLIC_ORIGIN: publicOrigin,
      },
    });
    ending.push(() => server.remove());
    return server;
  };
  const [one, other] = [await start('one'), await start('other')];
  const staff = await Staff.signIn(one.origin, undefined, publicOrigin);
  await staff.addUser({ username: 'ana', permissions: ['read-fleet'], providerName: 'ana@health.example' });

  const browser = new WalkingBrowser();
  const back = await browser.walk(
    new URL('/api/session/oidc', one.origin),
    'sub-ana',
    ({ origin }) => origin === publicOrigin,
  );
  // the balancer gives the call to the other process
  const cookie = browser.cookie(one.origin, back.pathname);
  const answer = await fetch(new URL(back.pathname + back.search, other.origin), {
    redirect: 'manual',
    headers: { cookie },
  });
  expect(answer.headers.get('location')).toBe('/sign-in?provider=done');
  const session = await fetch(new URL('/api/session', one.origin), {
    headers: {
      cookie: answer.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; '),
    },
  });
  expect(await session.json()).toMatchObject({ user: { username: 'ana', permissions: ['read-fleet'] } });
});
