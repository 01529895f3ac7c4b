// Bad input is shown at once, in whole words that fit a phone, and harms nothing.
import { equip } from '../central/equipment';
import { fillStorage, liftLimit, limitStorage } from './fixtures/full-storage';
import { expectReadable } from './fixtures/readable';
import { history, join, tryToJoin, updateStatus } from './fixtures/site-steps';
import { tryToSignIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.describe('joining', () => {
  test('says what is wrong with a code, and takes the right one after all', async ({ central, phone }) => {
    const site = await central.staff.makeSite('HC-2', 'Munda');
    const { code: used } = await central.staff.makeJoinCode(site);
    await fetch(`${central.origin}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: used, deviceName: 'Another phone' }),
    });
    const page = await phone.open('/join');
    await tryToJoin(page, '12');
    await expectReadable(
      page,
      'This isn’t a join code. A join code has 12 letters and numbers, like K7MQ-2XHD-9FPT.',
    );
    await tryToJoin(page, 'AAAA-BBBB-CCCC');
    await expectReadable(
      page,
      'The central server does not know this join code. Compare it with the one you were given, letter by letter.',
    );
    await tryToJoin(page, used);
    await expectReadable(page, 'This join code has been used already. Ask the support staff for a new one.');
    await tryToJoin(page, (await central.staff.makeJoinCode(site)).code);
    await expect(page.getByRole('heading', { level: 1, name: 'This device has joined Munda' })).toBeVisible();
  });

  test('says that an address cannot be reached, and that the code is still good', async ({
    central,
    phone,
  }) => {
    const site = await central.staff.makeSite('HC-2', 'Munda');
    const page = await phone.open('/join');
    await expect(page.getByLabel('Join code')).toBeVisible();
    await phone.goOffline();
    await tryToJoin(page, (await central.staff.makeJoinCode(site)).code);
    await expectReadable(
      page,
      'The address could not be reached. Check the address, and that this device is online, then try again. The code has not been used.',
    );
    await phone.goOnline();
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'This device has joined Munda' })).toBeVisible();
  });
});

test('a wrong password is said, and too many of them make one wait', async ({ phone }) => {
  const page = await phone.open('/sign-in');
  await tryToSignIn(page, 'not the password');
  await expectReadable(page, 'The user name or the password is not right. Check both and try again.');
  for (let status = 401; status !== 429;) {
    expect(status).toBe(401);
    const answer = page.waitForResponse('**/api/session');
    await tryToSignIn(page, 'not the password');
    status = (await answer).status();
  }
  await expectReadable(page, /^There were too many wrong tries\. Wait \d+ minutes?, then try again\.$/);
});

test('a revoked device keeps what was recorded on it and says so; joined again it sends it, to its own site only', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-3', 'Taro');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const [device] = await central.staff.devicesOf(site);
  if (!device) throw new Error('central knows of no device');
  await central.staff.revoke(device.id);
  const page = await phone.open('/sync');
  await expectReadable(
    page,
    'This device was removed from the site by support staff. What you recorded is still on this device, and nothing more is sent from it. Ask the support staff for a new join code and join again: what is kept here is sent then.',
  );
  await phone.open(`/assets/${assetId}`);
  await updateStatus(page, 'Needs attention');
  await expect(history(page)).toHaveCount(2);
  await expect(history(page).first()).toContainText('Saved on this device');
  await expect(page.getByRole('link', { name: 'Sync problem' })).toBeVisible();
  expect((await central.staff.assets())[0]?.functionalStatus).toBe('FUNCTIONING');

  await phone.open('/');
  await expect(page.getByRole('main').getByText('This device was removed from the site')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Join again' }).click();
  const other = await central.staff.makeSite('HC-9', 'Buma');
  await tryToJoin(page, (await central.staff.makeJoinCode(other)).code);
  await expectReadable(page, /^This code is for another site, so nothing here has changed\./);
  await tryToJoin(page, (await central.staff.makeJoinCode(site)).code);
  await expect(page.getByRole('heading', { level: 1, name: 'This device has joined Taro' })).toBeVisible();
  await phone.open(`/assets/${assetId}`);
  await expect(history(page).first()).toContainText('Stored at central');
  expect((await central.staff.assets())[0]?.functionalStatus).not.toBe('FUNCTIONING');
});

test('another central server on the same address gets nothing, and the person is told', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-4', 'Buala');
  await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await central.replaceWithAnother();
  const page = await phone.open('/sync');
  await expectReadable(
    page,
    'This is not the central server that this device has joined, so nothing was sent. Check the address with the support staff.',
  );
  await phone.open('/assets');
  await expect(page.getByRole('link', { name: /HC-4-001/ })).toBeVisible();
});

test('a full device says so when it cannot save, and saves nothing by halves', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-5', 'Kirakira');
  const limit = await limitStorage(phone);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  const page = await phone.open('/assets/new');
  await page.getByLabel('Search the catalogue').fill('E003/007');
  await page.getByRole('list', { name: 'Catalogue item' }).getByRole('button', { name: 'E003/007' }).click();
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();

  await fillStorage(phone);
  await page.getByRole('button', { name: 'Save' }).click();
  await expectReadable(
    page,
    'This device is full, so nothing was saved just now. What was saved before is safe; free some space and save again.',
  );
  await liftLimit(limit, phone);
  const other = await phone.context.newPage();
  await other.goto(`${phone.origin}/assets`);
  await expect(other.getByText('No equipment yet')).toBeVisible();

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(history(page)).toHaveCount(1);
  await expect(history(page).first()).toContainText('Stored at central');
  expect(await central.staff.assets()).toHaveLength(1);
});
