// The lists of a country: equipment in rows of one line, with columns, counts and a file of what is filtered; views under a name; sites by their state.
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { deskLike, Device } from './fixtures/device';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

/** The closed choices whose words do not stand before their sign in full. */
const cutChoices = (page: Page): Promise<string[]> =>
  page.locator('main select').evaluateAll((selects) => {
    const pen = document.createElement('canvas').getContext('2d');
    return selects.flatMap((select) => {
      if (!(select instanceof HTMLSelectElement) || !pen) return ['no choice'];
      const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(select);
      const label = select.selectedOptions[0]?.label ?? '';
      pen.font = font;
      const sign = Math.max(32, parseFloat(paddingInlineEnd));
      const room = select.clientWidth - parseFloat(paddingInlineStart) - sign;
      return pen.measureText(label).width > room + 1 ? [label] : [];
    });
  });

test('the fleet is read in rows of one line, filtered, kept as a view, and exported', async ({
  browser,
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  await equip(central.staff, site, 60);
  const page = await signIn(desk);
  await page.setViewportSize({ width: 1440, height: 900 });

  await test.step('twenty rows and more on a laptop, each of one line, with what an officer asks for', async () => {
    await desk.open('/fleet');
    const table = page.getByRole('table', { name: 'Equipment' });
    await expect(table.getByRole('link', { name: 'HC-7-001' })).toBeVisible();
    for (const name of ['Reason', 'Age', 'Last checked', 'Serial number', 'Storage location'])
      await expect(table.getByRole('columnheader', { name, exact: true })).toBeVisible();
    const inSight = await table.getByRole('row').evaluateAll(
      (rows) =>
        rows.slice(1).filter((row) => {
          const { top, bottom, height } = row.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight && height < 40;
        }).length,
    );
    expect(inSight).toBeGreaterThanOrEqual(20);
    expect(await cutChoices(page)).toEqual([]);
    await page.mouse.wheel(0, 600);
    await expect(table.getByRole('columnheader', { name: 'Asset number' })).toBeInViewport();
    await expectAccessible(page);
  });

  await test.step('a chip says how many it would show', async () => {
    await page.getByRole('button', { name: /^Not functioning\s*10$/ }).click();
    await expect(page.getByText('10 items', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'HC-7-003' })).toBeVisible();
    await page.getByLabel('Status for at least').selectOption({ label: 'For 4 weeks or longer' });
    await expect(page.getByText('5 items', { exact: true })).toBeVisible();
  });

  await test.step('it is cut to a maker, a reason and what has no photo, and says so in its address', async () => {
    await page.getByLabel('Manufacturer', { exact: true }).selectOption({ label: 'Vestfrost Solutions' });
    await page.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
    await expect(page.getByText('No results')).toBeVisible();
    await page.getByLabel('Reason', { exact: true }).selectOption({ label: 'All reasons' });
    await page.getByLabel('Photo', { exact: true }).selectOption({ label: 'With a photo' });
    await expect(page.getByText('No results')).toBeVisible();
    await page.getByLabel('Photo', { exact: true }).selectOption({ label: 'Without a photo' });
    await expect(page.getByText('5 items', { exact: true })).toBeVisible();
    expect(page.url()).toContain('photo=without');
    expect(page.url()).toContain('maker=');
  });

  await test.step('columns are chosen, and the list is saved under a name, for all staff', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page
      .getByRole('dialog', { name: 'Columns' })
      .getByRole('checkbox', { name: 'Age', exact: true })
      .uncheck();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: 'Age', exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Views' }).click();
    const sheet = page.getByRole('dialog', { name: 'Views' });
    await sheet.getByLabel('Save this list as').fill('Broken for a month');
    await sheet.getByRole('checkbox', { name: 'Share with all staff' }).check();
    await expectAccessible(page);
    await sheet.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(sheet.getByRole('button', { name: 'Broken for a month', exact: true })).toBeVisible();
    await sheet.getByRole('button', { name: 'Rename Broken for a month' }).click();
    await sheet.getByLabel('New name').fill('Broken for long');
    await sheet.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(sheet.getByRole('button', { name: 'Broken for long', exact: true })).toBeVisible();
  });

  await test.step('it is opened again from another list, with its filters and its columns', async () => {
    await desk.open('/fleet');
    await expect(page.getByText('60 items', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Views' }).click();
    await page
      .getByRole('dialog', { name: 'Views' })
      .getByRole('button', { name: 'Broken for long', exact: true })
      .click();
    await expect(page.getByText('5 items', { exact: true })).toBeVisible();
    expect(page.url()).toContain('weeks=4');
  });

  await test.step('what is filtered is exported as a file', async () => {
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await expect(page.getByText('5 items, as they are filtered now')).toBeVisible();
    await expectAccessible(page);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const lines = readFileSync(await (await coming).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('Asset number');
    expect(lines.slice(1).every((line) => line.includes('HC-7') && line.includes('Not functioning'))).toBe(
      true,
    );
  });

  await test.step('a colleague who may look sees the view, and is told why nothing is exported', async () => {
    const viewer = { username: 'vera', displayName: 'Vera', password: 'four words in a row' };
    await central.staff.addUser({ ...viewer, permissions: ['read-fleet'] });
    const other = await Device.switchOn(browser, deskLike, central.origin);
    const hers = await signIn(other, viewer);
    await other.open('/fleet');
    await hers.getByRole('button', { name: 'Views' }).click();
    const sheet = hers.getByRole('dialog', { name: 'Views' });
    await expect(sheet.getByRole('button', { name: 'Remove Broken for long' })).toHaveCount(0);
    await sheet.getByRole('button', { name: 'Broken for long', exact: true }).click();
    await expect(hers.getByText('5 items', { exact: true })).toBeVisible();
    await other.open('/fleet/export');
    await expect(hers.getByText('You do not have the right to do this.')).toBeVisible();
    await expect(hers.getByRole('button', { name: 'Download as CSV' })).toBeDisabled();
  });

  await test.step('a view is removed', async () => {
    await desk.open('/fleet');
    await page.getByRole('button', { name: 'Views' }).click();
    const sheet = page.getByRole('dialog', { name: 'Views' });
    await sheet.getByRole('button', { name: 'Remove Broken for long' }).click();
    const question = page.getByRole('alertdialog', { name: 'Remove this view for everyone?' });
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(sheet.getByRole('button', { name: 'Broken for long', exact: true })).toBeVisible();
    await sheet.getByRole('button', { name: 'Remove Broken for long' }).click();
    await question.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(sheet.getByText('No view has been saved yet.')).toBeVisible();
    // the focus goes on at the name of the next one
    await expect(sheet.getByLabel('Save this list as')).toBeFocused();
  });
});

test('of many sites those are found that are behind and in trouble', async ({ central, desk }) => {
  const behind = await central.staff.makeSite('HC-1', 'Auki');
  const trouble = await central.staff.makeSite('HC-2', 'Buala');
  await central.staff.makeSite('HC-3', 'Gizo');
  await central.staff.join(behind, 'Phone');
  // two of one number contradict each other
  for (const at of [1, 2]) void (await equip(central.staff, trouble, at));
  const page = await signIn(desk);

  await desk.open('/sites');
  await expect(page.getByRole('button', { name: /^Has problems\s*1$/ })).toBeVisible();
  await page.getByRole('button', { name: /^Has problems/ }).click();
  const table = page.getByRole('region', { name: 'Sites' });
  await expect(table.getByRole('link', { name: 'Buala' })).toBeVisible();
  await expect(table.getByRole('link', { name: 'Auki' })).toHaveCount(0);
  await expect(table.getByText(/problem/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Has problems/ }).click();
  await page.getByLabel('Sort by').selectOption({ label: 'Sort by: Most problems' });
  await expect(table.getByRole('row').nth(1)).toContainText('Buala');
});
