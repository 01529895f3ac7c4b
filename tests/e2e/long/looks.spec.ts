// The rights of every person at every page: pages that can be read, reached and worked by keyboard, in either theme and either direction.
import { equip } from '../../central/equipment';
import { expectAccessible } from '../fixtures/accessible';
import { tabTo } from '../fixtures/keyboard';
import { history, join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

// Axe reads every element of many pages: that takes its time on a slow machine.
test.slow();

test('the pages of a fresh browser have no accessibility faults', async ({ phone }) => {
  for (const path of ['/welcome', '/join', '/sign-in', '/nowhere']) {
    const page = await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('the pages of a site have no accessibility faults', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const [assetId] = await equip(central.staff, site, 6);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const asset = `/assets/${assetId}`;
  const pages = [
    '/',
    '/assets',
    asset,
    `${asset}/status`,
    '/assets/new',
    '/catalogue',
    '/sync',
    '/more',
    '/help/central-data',
  ];
  for (const path of pages) {
    const page = await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('the pages of central have no accessibility faults', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-9', 'Seghe');
  const [assetId] = await equip(central.staff, site, 6);
  const page = await signIn(desk);
  for (const path of [
    '/',
    '/sites',
    `/sites/${site.id}`,
    '/fleet',
    `/fleet/${assetId}`,
    '/catalogue',
    '/catalogue/new',
    '/more',
  ]) {
    await desk.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test('an asset is added with the keyboard alone', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/assets');
  await tabTo(
    page
      .getByRole('main')
      .getByRole('link', { name: /^Add (your first )?equipment$/ })
      .first(),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Add equipment' })).toBeVisible();
  await tabTo(page.getByLabel('Search the catalogue'));
  await page.keyboard.type('E003/011');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Vestfrost Solutions MK 204')).toBeVisible();
  await tabTo(page.getByLabel('Asset number'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('K-1');
  await tabTo(page.getByRole('radio', { name: 'Functioning', exact: true }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Not functioning' })).toBeChecked();
  await tabTo(page.getByRole('radio', { name: 'Lack of power' }));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Needs spare parts' })).toBeChecked();
  await tabTo(page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'K-1' })).toBeFocused();
  await expect(history(page).first()).toContainText('Needs spare parts');
});

test('in Arabic every page runs from right to left, and stays so', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/more');
  await page.getByLabel('Language').selectOption('ar');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', 'ar');
  for (const path of ['/more', '/', '/assets', `/assets/${assetId}`]) {
    await phone.open(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(html).toHaveAttribute('dir', 'rtl');
    const places = page.getByRole('navigation').getByRole('link');
    const [first, last] = [await places.first().boundingBox(), await places.last().boundingBox()];
    expect(first?.x).toBeGreaterThan(last?.x ?? Infinity);
    await expectAccessible(page);
  }
});
