// A walk through every main screen of a demo country: at a site on a phone and at a desk, at central, in English and in Arabic.
import type { BrowserContextOptions, Locator, Page } from '@playwright/test';
import { country, type Country } from '../fixtures/demo-country';
import { deskLike, phoneLike, type Device } from '../fixtures/device';
import { picture } from '../fixtures/pictures';
import { join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect } from '../fixtures/test';

country.slow();

const firstAsset = (page: Page): Locator =>
  page.getByRole('main').locator('a[href^="/assets/0"]:not([href*="/status"])').first();

async function joined({ central, at }: Country, size: BrowserContextOptions): Promise<Device> {
  const device = await at(size);
  const hospital = (await central.staff.sites()).find(({ code }) => code === 'HOS');
  if (!hospital) throw new Error('the demo country has no sites');
  await join(device, (await central.staff.makeJoinCode(hospital)).code);
  await expect(device.page.getByText('All stored at central').first()).toBeVisible();
  return device;
}

country('a phone at a site', async ({ country: demo }) => {
  const fresh = await demo.at(phoneLike);
  await picture(await fresh.open('/welcome'), 'phone-welcome');
  const phone = await joined(demo, phoneLike);
  await picture(await phone.open('/'), 'phone-home');
  const page = await phone.open('/assets');
  await firstAsset(page).waitFor();
  await picture(page, 'phone-list');
  await phone.open('/assets?status=NOT_FUNCTIONING');
  await firstAsset(page).click();
  await page.getByRole('list', { name: 'Status history' }).waitFor();
  await picture(page, 'phone-asset');
  await page.getByRole('link', { name: 'Update status' }).click();
  await expect(page.getByRole('radio', { name: 'Not functioning', exact: true })).toBeVisible();
  await picture(page, 'phone-status');

  await phone.open('/assets/new');
  await expect(page.getByRole('list', { name: 'Catalogue item' }).getByRole('button').first()).toBeVisible();
  await picture(page, 'phone-add');
  await phone.open('/scan');
  await expect(page.getByRole('heading', { level: 1, name: 'Scan' })).toBeVisible();
  await picture(page, 'phone-scan');
  await phone.open('/scan/round');
  await expect(page.getByRole('heading', { level: 1, name: 'Scan round' })).toBeVisible();
  await page.getByRole('button', { name: 'Start the round' }).click();
  for (const number of ['HOS-VAX-001', 'HOS-VAX-002', 'HOS-MAT-001']) {
    await page.getByLabel('Number on the label').fill(number);
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByRole('status').filter({ hasText: number })).toBeVisible();
  }
  await picture(page, 'phone-round');
  await phone.open('/sync');
  await expect(page.getByText('All stored at central').first()).toBeVisible();
  await picture(page, 'phone-sync');
  await picture(await phone.open('/more'), 'phone-settings');
});

country('a desk at a site', async ({ country: demo }) => {
  const desk = await joined(demo, deskLike);
  const page = await desk.open('/assets');
  await firstAsset(page).waitFor();
  await picture(page, 'desk-list');
  await page.getByRole('main').locator('a[href^="/assets/0"]:not([href*="/status"])').nth(2).click();
  await page.getByRole('list', { name: 'Status history' }).waitFor();
  await picture(page, 'desk-list-and-asset');
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await page.getByRole('link', { name: 'Print labels' }).click();
  await expect(page.getByRole('img', { name: /^HOS-/ }).first()).toBeVisible();
  await picture(page, 'desk-labels');
  await desk.open('/assets/tables');
  await picture(page, 'desk-tables');
});

country('in Arabic and dark', async ({ country: demo }) => {
  for (const [name, size] of [
    ['phone', phoneLike],
    ['desk', deskLike],
  ] as const) {
    const device = await joined(demo, { ...size, colorScheme: 'dark' });
    const page = await device.open('/more');
    await page.getByLabel('Language').selectOption('ar');
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await picture(await device.open('/'), `${name}-arabic-home`);
    await device.open('/assets');
    await firstAsset(page).click();
    await expect(page.getByRole('tab').first()).toBeVisible();
    await picture(page, `${name}-arabic-asset`);
  }
});

country(
  'a phone on its side, a small one in French, the colours of the system, and a wide desk',
  async ({ country: demo }) => {
    const shown = async (size: BrowserContextOptions, name: string, locale?: string) => {
      const device = await joined(demo, size);
      if (locale !== undefined) {
        await device.open('/more');
        await device.page.getByLabel('Language').selectOption(locale);
        await expect(device.page.locator('html')).toHaveAttribute('lang', locale);
      }
      await device.open('/assets');
      await firstAsset(device.page).waitFor();
      await picture(device.page, name);
    };
    await shown({ ...phoneLike, viewport: { width: 740, height: 360 } }, 'phone-on-its-side');
    await shown({ ...phoneLike, viewport: { width: 320, height: 568 } }, 'phone-small-french', 'fr');
    await shown({ ...phoneLike, forcedColors: 'active' }, 'phone-forced-colours');
    await inForcedColours(demo);
    await shown({ ...deskLike, viewport: { width: 1920, height: 960 } }, 'desk-wide');
  },
);

/** The chosen tab, tile, chip and row have the colour that the system gives to chosen things. */
async function inForcedColours(demo: Country): Promise<void> {
  const phone = await joined(demo, { ...phoneLike, forcedColors: 'active' });
  const page = await phone.open('/assets?status=NOT_FUNCTIONING');
  await firstAsset(page).click();
  await page.getByRole('list', { name: 'Status history' }).waitFor();
  await picture(page, 'phone-forced-colours-asset');
  await page.getByRole('link', { name: 'Update status' }).click();
  await page.getByRole('radio', { name: 'Not functioning', exact: true }).check();
  await page.getByRole('radio', { name: 'Lack of power' }).check();
  await picture(page, 'phone-forced-colours-status');
  const desk = await joined(demo, { ...deskLike, forcedColors: 'active' });
  await desk.open('/assets');
  await firstAsset(desk.page).waitFor();
  await desk.page.getByRole('main').locator('a[href^="/assets/0"]:not([href*="/status"])').nth(2).click();
  await desk.page.getByRole('list', { name: 'Status history' }).waitFor();
  await desk.page
    .getByRole('checkbox', { name: /^Select HOS-/ })
    .nth(4)
    .check();
  await picture(desk.page, 'desk-forced-colours');
}

country('central', async ({ country: demo }) => {
  const desk = await demo.at(deskLike);
  const page = await signIn(desk);
  const screens = [
    ['/', 'central-overview'],
    ['/fleet?sort=-statusSince', 'central-fleet'],
    ['/sites', 'central-sites'],
    ['/catalogue', 'central-catalogue'],
    ['/central-data', 'central-data'],
    ['/users', 'central-users'],
  ] as const;
  for (const [path, name] of screens) {
    await desk.open(path);
    await expect(page.getByText('All stored at central').first()).toBeVisible();
    if (name === 'central-fleet') await page.locator('main [data-row]').first().waitFor();
    await picture(page, name);
  }
});
