// On paper stands all of the list, all of an asset, and as many sheets of labels as the app names.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

/** The browser's acts before it prints. */
async function prepare(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
}

async function end(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: null });
}

const sheets = async (page: Page): Promise<number> =>
  ((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;

test('the list, an asset and labels come out whole', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [first] = await equip(central.staff, site, 48);
  await join(desk, (await central.staff.makeJoinCode(site)).code, 'Desk');
  const page = await desk.open('/assets');
  await expect(page.getByText('48 of 48 shown')).toBeVisible();

  await test.step('the list: every row, with a box to tick', async () => {
    await prepare(page);
    await expect(page.getByRole('row').filter({ hasText: 'HC-7-048' })).toBeVisible();
    await expect(page.locator('.paper tbody tr')).toHaveCount(48);
    await expect(page.getByRole('searchbox')).toBeHidden();
    await end(page);
    await expect(page.locator('.paper')).toHaveCount(0);
  });

  await test.step('labels: nine come on one sheet, with no empty one after it', async () => {
    await desk.open('/assets?q=HC-7-00');
    await expect(page.getByText('9 of 48 shown')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await page.getByRole('link', { name: 'Print labels' }).click();
    await expect(page.getByText('9 labels · 1 page')).toBeVisible();
    await prepare(page);
    const top = await page
      .locator('.pages')
      .evaluate((labels) => labels.getBoundingClientRect().top + scrollY);
    expect(top, 'labels begin at the edge of the paper').toBe(0);
    expect(await sheets(page)).toBe(1);
    await end(page);
    await desk.open('/assets');
    await expect(page.getByText('48 of 48 shown')).toBeVisible();
  });

  await test.step('labels: 48 come on two sheets', async () => {
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await page.getByRole('link', { name: 'Print labels' }).click();
    await expect(page.getByText('48 labels · 2 pages')).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    expect(await sheets(page)).toBe(2);
    const number = page.getByText('HC-7-001', { exact: true });
    const { height = 0, size = 0 } = await number.evaluate((element) => ({
      height: element.getBoundingClientRect().height,
      size: parseFloat(getComputedStyle(element).fontSize),
    }));
    // on one line, and more than 7 mm high
    expect(height).toBeLessThan(1.5 * size);
    expect((size / 96) * 25.4).toBeGreaterThan(7);
    await page.emulateMedia({ media: null });
  });

  await test.step('an asset: its code, details and statuses, on one sheet', async () => {
    await desk.open(`/assets/${first}`);
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
    await prepare(page);
    const paper = page.locator('.paper');
    await expect(paper.getByRole('img', { name: 'HC-7-001' })).toBeVisible();
    await expect(paper).toContainText('SN1000');
    await expect(paper.getByRole('row')).toHaveCount(1);
    await expect(page.getByRole('tab')).toHaveCount(0);
    await end(page);
  });
});
