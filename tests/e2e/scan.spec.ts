// Labels: a handheld scanner anywhere in the app, one label on two phones, and a round through the store. All without a network.
import type { Page } from '@playwright/test';
import { Device, phoneLike } from './fixtures/device';
import { addAsset, history, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const LABEL = '0109506000134352211AX-77';

/** A handheld scanner: a key every five milliseconds by the keyboard's own clock, however busy the machine is, then Enter. */
async function scan(page: Page, text: string): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [at, key] of [...text, 'Enter'].entries()) {
    const typed = key === 'Enter' ? '\r' : key;
    const timestamp = start + at * 0.005;
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: typed, timestamp });
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp });
  }
  await keyboard.detach();
}

async function registerFromLabel(page: Page, number: string): Promise<void> {
  await scan(page, LABEL);
  await expect(page.getByRole('heading', { name: 'Not registered here yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Add this equipment' }).click();
  await expect(page.getByLabel('Serial number')).toHaveValue('1AX-77');
  await expect(page.getByLabel('Serial number')).not.toBeEditable();
  await page.getByLabel('Search the catalogue').fill('E003/002');
  await page.getByRole('list', { name: 'Catalogue item' }).getByRole('button', { name: 'E003/002' }).click();
  await page.getByLabel('Asset number').fill(number);
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
}

test('two phones that scan one label without a network make one asset', async ({
  browser,
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const other = await Device.switchOn(browser, phoneLike, central.origin);
  await join(other, (await central.staff.makeJoinCode(site)).code, 'Phone of the technician');
  for (const device of [phone, other]) {
    await device.untilItWorksOffline();
    await device.goOffline();
    await device.open('/more');
    await expect(device.page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await registerFromLabel(phone.page, 'AHC-1');
  await registerFromLabel(other.page, 'AHC-2');
  const path = new URL(phone.page.url()).pathname;
  expect(new URL(other.page.url()).pathname).toBe(path);

  await test.step('a known label opens its asset, also from a search field, which stays as it was', async () => {
    await phone.open('/assets');
    const search = phone.page.getByRole('searchbox', { name: 'Search equipment' });
    await search.fill('AHC');
    await expect(phone.page).toHaveURL(/q=AHC/);
    await search.press('End');
    // scanners are heard once the page has had time to load that
    await phone.page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/WedgeListener')),
    );
    await scan(phone.page, LABEL);
    await expect(phone.page.getByRole('heading', { level: 1, name: 'AHC-1' })).toBeVisible();
    await phone.page.goBack();
    await expect(search).toHaveValue('AHC');
  });

  await test.step('a number that nobody knows: the answer has the focus, and a press on Scan begins again', async () => {
    await phone.open('/scan');
    await phone.page.getByLabel('Number on the label').fill('nothing like it');
    await phone.page.getByLabel('Number on the label').press('Enter');
    const answer = phone.page.getByRole('group', { name: 'Nothing found' });
    await expect(answer).toBeFocused();
    await phone.page.getByRole('navigation').getByRole('link', { name: 'Scan' }).click();
    await expect(phone.page.getByRole('heading', { name: 'Nothing found' })).toBeHidden();
    await expect(phone.page.getByLabel('Number on the label')).toHaveValue('');
  });

  await phone.goOnline();
  await other.goOnline();
  await expect.poll(async () => (await central.staff.assets()).length).toBe(1);
  await expect(history(other.page)).toHaveCount(2);
  await other.switchOff();
});

test('a round tells what is found and what is missing, outlives a restart, and records what was seen', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  for (const number of ['AHC-1', 'AHC-2'])
    await addAsset(phone, { catalogueCode: 'E003/002', number, status: 'Functioning' });
  await phone.untilItWorksOffline();
  await phone.goOffline();

  let page = await phone.open('/scan/round');
  await page.getByRole('button', { name: 'Start the round' }).click();
  await expect(page.getByText('0 of 2 found')).toBeVisible();
  await page.getByLabel('Number on the label').fill('hc-2');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText('One item fits.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Is it this one?' })).toContainText('AHC-2');
  await page.getByLabel('Number on the label').fill('ahc-2');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText('AHC-2 is here')).toBeVisible();
  await page.getByLabel('Number on the label').fill('nothing like it');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText('1 unknown label')).toBeVisible();

  await phone.closeApp();
  page = await phone.open('/scan/round');
  await expect(page.getByText('1 of 2 found')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Not scanned yet (1)' })).toContainText('AHC-1');
  await page.getByRole('list', { name: 'Found (1)' }).getByRole('button', { name: 'AHC-2' }).click();
  await page.getByRole('radio', { name: 'Needs attention', exact: true }).check();
  // the time is that of the scan
  await expect(page.getByText('When it happened')).toBeHidden();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByText('1 item was checked.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Missing (1)' })).toContainText('AHC-1');

  await page.goto(`${phone.origin}/assets`);
  await page.getByRole('link', { name: /AHC-2/ }).click();
  await expect(history(page)).toHaveCount(2);
  await expect(history(page).first()).toContainText('Needs attention');
});

test('a label that is scanned before the app hears scanners is looked up once it does', async ({
  browser,
  central,
}) => {
  const site = await central.staff.makeSite('HC-015', 'Taro Health Post');
  // Its files come over the line each time, so that the test can keep one of them back.
  const phone = await Device.switchOn(browser, { ...phoneLike, serviceWorkers: 'block' }, central.origin);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await registerFromLabel(phone.page, 'THP-1');
  let release: () => void = () => undefined;
  const scanned = new Promise<void>((done) => (release = done));
  await phone.page.route(/\/WedgeListener-/, async (route) => {
    await scanned;
    await route.continue();
  });

  const page = await phone.open('/assets');
  const search = page.getByRole('searchbox', { name: 'Search equipment' });
  await search.fill('THP');
  await search.press('End');
  await scan(page, LABEL);
  await expect(page).toHaveURL(new RegExp(`q=THP${LABEL}`));
  release();
  await expect(page.getByRole('heading', { level: 1, name: 'THP-1' })).toBeVisible();
  await page.goBack();
  await expect(search).toHaveValue('THP');
  await phone.switchOff();
});
