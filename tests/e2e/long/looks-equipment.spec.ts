// Every page of the equipment, and everything that opens over it, has no accessibility faults: light and dark, on a phone and a desk, in
// English and from right to left. The pages that a visit begins with are looked at in looks.spec.ts.
import type { Page } from '@playwright/test';
import { equip } from '../../central/equipment';
import type { Central } from '../fixtures/central';
import { expectAccessible } from '../fixtures/accessible';
import type { Device } from '../fixtures/device';
import { expectReadable } from '../fixtures/readable';
import { join } from '../fixtures/site-steps';
import { expect, test } from '../fixtures/test';

// Axe reads every element of many pages: that takes its time on a slow machine.
test.slow();

async function joinWithEquipment(central: Central, device: Device): Promise<string> {
  const site = await central.staff.makeSite('HC-8', 'Noro', ['Cold store']);
  const [assetId] = await equip(central.staff, site, 6);
  await join(device, (await central.staff.makeJoinCode(site)).code);
  return `/assets/${assetId}`;
}

async function lookAt(device: Device, path: string): Promise<Page> {
  const page = await device.open(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  return page;
}

test('on a phone', async ({ central, phone }) => {
  const asset = await joinWithEquipment(central, phone);
  for (const path of [`${asset}/edit`, `${asset}/mapping`, '/scan', '/labels', '/assets/tables'])
    await lookAt(phone, path);
  const page = await lookAt(phone, asset);
  for (const tab of ['Photos and documents', 'Details', 'Changes']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectAccessible(page);
  }
  await phone.open('/assets');
  await page.getByRole('button', { name: 'Filter and sort' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await lookAt(phone, '/scan/round');
  await page.getByRole('button', { name: 'Start the round' }).click();
  await page.getByRole('button', { name: 'It is here' }).first().click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('button', { name: 'Start another round' })).toBeVisible();
  await expectAccessible(page);
});

test('on a desk', async ({ central, desk }) => {
  const asset = await joinWithEquipment(central, desk);
  const page = await lookAt(desk, '/assets');
  await page.getByRole('checkbox', { name: 'Select all shown' }).first().check();
  await page.getByRole('button', { name: 'Set status' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  for (const path of ['/', asset, `${asset}/status`, '/assets/new', '/scan/round', '/labels'])
    await lookAt(desk, path);
});

test('with text twice as large', async ({ central, phone }) => {
  const asset = await joinWithEquipment(central, phone);
  for (const path of ['/', '/assets', asset, '/assets/new', '/scan', '/sync', '/more', `${asset}/status`]) {
    const page = await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    const beside = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(beside, `pixels of ${path} beside the screen`).toBe(0);
  }
  for (const words of ['Noro store', 'Not functioning', 'Save']) await expectReadable(phone.page, words);
});

test('from right to left', async ({ central, phone }) => {
  const asset = await joinWithEquipment(central, phone);
  const page = await phone.open('/more');
  await page.getByLabel('Language').selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  for (const path of [
    `${asset}/edit`,
    `${asset}/status`,
    `${asset}/mapping`,
    '/assets/new',
    '/assets/tables',
    '/scan',
    '/scan/round',
    '/labels',
  ])
    await lookAt(phone, path);
});
