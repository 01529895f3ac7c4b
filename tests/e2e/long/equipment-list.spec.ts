// The list at a desk: the page of an asset beside it, by mouse and by keyboard; columns, filters and the address.
import { equip } from '../../central/equipment';
import { expectAccessible } from '../fixtures/accessible';
import { tabTo } from '../fixtures/keyboard';
import { join } from '../fixtures/site-steps';
import { expect, test } from '../fixtures/test';

test('list and asset stand side by side, and the list stays as it was', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const [first, second] = await equip(central.staff, site, 30);
  await join(desk, (await central.staff.makeJoinCode(site)).code, 'Desk of the store');
  const page = await desk.open('/assets?status=FUNCTIONING');
  const rows = page.getByRole('table', { name: 'Equipment' }).getByRole('row');
  await expect(rows).toHaveCount(6);

  await page.getByRole('checkbox', { name: 'Select HC-8-007' }).check();
  await page.getByRole('link', { name: 'HC-8-001' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-001' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'HC-8-001' })).toHaveAttribute('aria-current', 'true');
  await expect(page).toHaveURL(`${desk.origin}/assets/${first}?status=FUNCTIONING`);
  await expect(rows).toHaveCount(6);
  await expect(page.getByRole('checkbox', { name: 'Select HC-8-007' })).toBeChecked();
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Needs attention/ }).click();
  await expect(page).toHaveURL(`${desk.origin}/assets/${first}?status=FUNCTIONING_BUT_NEEDS_ATTENTION`);
  await page.getByRole('link', { name: 'HC-8-002' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-002' })).toBeVisible();
  expect(page.url()).toContain(`/assets/${second}?`);

  await page.getByRole('link', { name: 'Update status' }).click();
  await page.getByRole('radio', { name: 'Not in use' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-002' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'HC-8-002' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'HC-8-008' })).toBeVisible();

  // Once to before the status was recorded, and once more to the asset before.
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-001' })).toBeVisible();
  await page.getByRole('banner').getByRole('link', { name: 'All equipment' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Equipment' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Manufacturer' })).toBeVisible();
});

test('the list is walked, opened and left by keyboard', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await equip(central.staff, site, 200);
  await join(desk, (await central.staff.makeJoinCode(site)).code, 'Desk of the store');
  const page = await desk.open('/assets');
  const link = (number: string) => page.getByRole('link', { name: number });
  await tabTo(link('HC-8-001'));
  await page.keyboard.press('ArrowDown');
  await expect(link('HC-8-002')).toBeFocused();
  await page.keyboard.press('End');
  await expect(link('HC-8-200')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(link('HC-8-199')).toBeFocused();
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, -20_000);
  await expect(link('HC-8-003')).toBeInViewport();
  await expect(link('HC-8-199')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-199' })).toBeVisible();
  const detail = page.getByRole('region', { name: 'Details' });
  await expect(detail).toBeFocused();
  await tabTo(detail.getByRole('link', { name: 'Update status' }));
  await page.keyboard.press('Escape');
  await expect(link('HC-8-199')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Equipment' })).toBeVisible();
  await expect(link('HC-8-199')).toBeFocused();
});

test('columns are chosen and sorted by, filters stand in the address and can be taken away', async ({
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await equip(central.staff, site, 8);
  await join(desk, (await central.staff.makeJoinCode(site)).code, 'Desk of the store');
  const page = await desk.open('/assets');
  const rows = page.getByRole('table', { name: 'Equipment' }).getByRole('row');
  await expect(rows).toHaveCount(9);

  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Category', 'Catalogue item', 'Replacement due', 'Needs replacement', 'Notes'])
    await page.getByRole('checkbox', { name }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader')).toHaveCount(14);
  await expectAccessible(page);

  await page.getByRole('columnheader', { name: 'Serial number' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Serial number' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=-serialNumber/);
  await expect(rows.nth(1)).toContainText('SN1007');

  await page.getByRole('button', { name: 'Filter and sort' }).click();
  const sheet = page.getByRole('dialog', { name: 'Filter and sort' });
  await sheet.getByLabel('Serial number').fill('SN1003');
  await sheet.getByLabel('In the catalogue').selectOption('Yes');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/serial=SN1003/);
  await expect(page).toHaveURL(/catalogue=yes/);
  await expect(rows).toHaveCount(2);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('HC-8-004');

  await page.getByRole('button', { name: 'Remove “Serial number: SN1003”' }).click();
  await expect(rows).toHaveCount(9);
  await expect(page).not.toHaveURL(/serial=/);
});
