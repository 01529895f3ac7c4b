// Signing in by the programme's provider, which lies on another site than the central server, as it does in the field.
import type { Page } from '@playwright/test';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { codeAt } from '../support/one-time-code';
import { SignInProvider } from '../support/sign-in-provider';
import { expectAccessible } from './fixtures/accessible';
import { deskLike, Device, phoneLike } from './fixtures/device';
import { centralBar, signIn, tryToSignIn } from './fixtures/staff-steps';
import { expect, test as base } from './fixtures/test';

interface Scene {
  provider: SignInProvider;
  server: CentralServer;
  staff: Staff;
}

const people = {
  'sub-ana': { email: 'ana@health.example', email_verified: true },
  'sub-eve': { email: 'eve@health.example', email_verified: true },
};

const test = base.extend<Scene>({
  provider: async ({ starterData }, use) => {
    expect(starterData).toBe('load');
    const provider = await SignInProvider.listen(people, 'localhost');
    await use(provider);
    await provider.close();
  },
  server: async ({ provider }, use) => {
    // its own address is one of its settings: so it finds a free port first
    const first = await CentralServer.start();
    const { port, dataDir, origin } = first;
    await first.kill();
    const { issuer, clientId, clientSecret, name = '' } = provider.settings;
    const server = await CentralServer.start({
      ...{ port, dataDir },
      settings: {
        PUBLIC_ORIGIN: origin,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: clientId,
        OIDC_CLIENT_SECRET: clientSecret,
        OIDC_NAME: name,
      },
    });
    await provider.serve(server.origin);
    await use(server);
    await server.remove();
  },
  staff: async ({ server }, use) => {
    const staff = await Staff.signIn(server.origin);
    await staff.addUser({ username: 'ana', permissions: ['read-fleet'], providerName: 'ana@health.example' });
    await use(staff);
  },
});

async function press(device: Device): Promise<Page> {
  const page = await device.open('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Health ID' }).click();
  return page;
}

async function asAtTheProvider(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('known to the provider');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person comes in by the provider’s page, signs out here alone, and a stranger is told so', async ({
  browser,
  server,
  staff,
}) => {
  expect(staff).toBeDefined();
  const phone = await Device.switchOn(browser, phoneLike, server.origin);
  const page = await phone.open('/sign-in');
  const link = page.getByRole('link', { name: 'Sign in with Health ID' });
  expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expect(page.getByText('Signing out here does not sign you out there.')).toBeVisible();
  await expectAccessible(page);

  await link.click();
  await asAtTheProvider(page, 'sub-ana');
  await expect(centralBar(page)).toBeVisible();
  await expect(page).toHaveURL(`${server.origin}/`);
  expect(await page.evaluate(() => document.referrer)).toBe('');

  await test.step('reloaded, the session is there, and the browser has the pages of its rights', async () => {
    await page.reload();
    await expect(centralBar(page)).toBeVisible();
    await phone.open('/more');
    // the list of sessions comes by a call as the answer does that says whether there is a password
    await expect(page.getByText('This one')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Change password' })).toBeHidden();
    await expect(page.getByRole('heading', { name: 'Second factor' })).toBeHidden();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(centralBar(page)).toBeHidden();
  });

  await test.step('at the provider they are signed in still', async () => {
    await press(phone);
    await expect(centralBar(page)).toBeVisible();
  });

  await test.step('who has no account is sent back with a sentence', async () => {
    const other = await Device.switchOn(browser, deskLike, server.origin);
    const theirs = await press(other);
    await asAtTheProvider(theirs, 'sub-eve');
    await expect(theirs.getByText('No account here can be used with that sign-in.')).toBeVisible();
    await expectAccessible(theirs);
    await other.switchOff();
  });
  await phone.switchOff();
});

test('a second factor of one’s own is asked for after the provider', async ({ browser, server, staff }) => {
  const password = 'a password of her own';
  await staff.addUser({ username: 'eve', password, permissions: [], providerName: 'eve@health.example' });
  const phone = await Device.switchOn(browser, phoneLike, server.origin);
  const page = await phone.open('/sign-in');
  await tryToSignIn(page, password, 'eve');
  await expect(centralBar(page)).toBeVisible();
  const post = (path: string, body: object) =>
    page.evaluate(
      async (call) => {
        const answer = await fetch(call.path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(call.body),
        });
        return (await answer.json()) as { secret: string; recoveryCodes: string[] };
      },
      { path, body },
    );
  const { secret } = await post('/api/me/second-factor', { password });
  const code = codeAt(secret, Date.now());
  const [recovery = ''] = (await post('/api/me/second-factor/confirm', { code })).recoveryCodes;
  await phone.open('/more');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(centralBar(page)).toBeHidden();

  await press(phone);
  await asAtTheProvider(page, 'sub-eve');
  const field = page.getByLabel('Code of your authenticator app');
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await field.fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This code is wrong')).toBeVisible();
  await field.fill(recovery);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(centralBar(page)).toBeVisible();
  await phone.switchOff();
});

test('an administrator enters by which name the provider says a person', async ({
  browser,
  server,
  staff,
}) => {
  expect(staff).toBeDefined();
  const desk = await Device.switchOn(browser, deskLike, server.origin);
  const page = await signIn(desk);
  await desk.open('/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const form = page.getByRole('dialog', { name: 'New user' });
  await form.getByLabel('Name', { exact: false }).first().fill('Eve');
  await form.getByLabel('User name').fill('eve');
  const name = form.getByLabel('Name at the sign-in provider');
  await name.fill('ANA@health.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Another account has this name at the provider already.')).toBeVisible();
  await expectAccessible(page);
  await name.fill('eve@health.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Eve' })).toBeVisible();

  const other = await Device.switchOn(browser, deskLike, server.origin);
  const theirs = await press(other);
  await asAtTheProvider(theirs, 'sub-eve');
  await expect(centralBar(theirs)).toBeVisible();

  await page.reload();
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(
    page.getByText(/^This account belongs to the person who signed in with it first\./),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name at the sign-in provider').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Nobody is signed in with this account.')).toBeVisible();
  await desk.open('/audit');
  await expect(page.getByText('Changed the sign-in provider’s name for Eve')).toBeVisible();
  await expect(page.getByText('through the sign-in provider').first()).toBeVisible();
  await other.switchOff();
  await desk.switchOff();
});
