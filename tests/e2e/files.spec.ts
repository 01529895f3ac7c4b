// Photos and documents: attached without a network, through a restart, and at central as they were.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import type { Central } from './fixtures/central';
import type { Device } from './fixtures/device';
import { filesHere, readAtCentral } from './fixtures/files';
import { history, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const photo = 'docs/pictures/phone-asset.png';

async function joinWithOneAsset(central: Central, phone: Device): Promise<string> {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  return `/assets/${assetId}`;
}

const tile = (page: Page) => page.getByRole('list', { name: 'Photos and documents' }).getByRole('listitem');

test('a photo attached without a network survives a restart and is the same at central', async ({
  central,
  phone,
}) => {
  const asset = await joinWithOneAsset(central, phone);
  let page = await phone.open(asset);
  await page.getByRole('tab', { name: 'Photos and documents' }).click();
  await phone.goOffline();
  await page.locator('input[type=file][multiple]').setInputFiles(photo);
  await expect(tile(page)).toContainText('On this device');

  await phone.closeApp();
  page = await phone.open(asset);
  await page.getByRole('tab', { name: 'Photos and documents' }).click();
  await expect(tile(page)).toContainText('On this device');
  const here = await filesHere(page);
  expect(here.map(({ isThumbnail }) => isThumbnail).toSorted()).toEqual([false, true]);
  for (const file of here) expect(file.size).toBeLessThan(file.isThumbnail ? 12 * 1024 + 1 : 1024 * 1024);

  await phone.goOnline();
  await expect(tile(page)).toContainText('At central');
  for (const { sha256 } of here) expect(await readAtCentral(page, sha256)).toBe(sha256);
  await tile(page).getByRole('button').click();
  await expect(page.getByRole('dialog').getByRole('img', { name: 'phone-asset.jpg' })).toBeVisible();
});

test('photos go with a status, are seen in the history, and can be taken away and brought back', async ({
  central,
  phone,
}) => {
  const asset = await joinWithOneAsset(central, phone);
  const page = await phone.open(`${asset}/status`);
  await page.getByRole('radio', { name: 'Needs attention', exact: true }).check();
  await page.locator('input[type=file][multiple]').setInputFiles(photo);
  await expect(page.getByRole('button', { name: 'Leave out phone-asset.jpg' })).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  const open = history(page).first().getByRole('button', { name: 'Open phone-asset.jpg' });
  await open.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(open).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(open).toBeVisible();
  await expect(history(page).first()).toContainText('At central');
});

test('a file that is not what it says is not taken, and the reason is said', async ({ central, phone }) => {
  const asset = await joinWithOneAsset(central, phone);
  const page = await phone.open(asset);
  await page.getByRole('tab', { name: 'Photos and documents' }).click();
  const html = Buffer.from('<script>document.title = "run"</script>');
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ name: 'fridge.jpg', mimeType: 'image/jpeg', buffer: html });
  await expect(page.getByText('This file is not of the kind that its name says')).toBeVisible();
  expect(await filesHere(page)).toEqual([]);
});
