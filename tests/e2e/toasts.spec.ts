// Short words about what was just done never lie over what is pressed next, on a phone: the main action, the search, the result of a scan.
import type { Locator, Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const toasts = (page: Page) => page.getByRole('region', { name: 'Notices' }).locator('> div');

/** What a finger would hit in the middle and near the four edges of a target belongs to the target. */
async function expectFree(target: Locator): Promise<void> {
  await expect(target).toBeInViewport({ ratio: 1 });
  const hit = await target.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + 4, (top + bottom) / 2],
      [right - 4, (top + bottom) / 2],
      [(left + right) / 2, top + 4],
      [(left + right) / 2, bottom - 4],
    ] as const;
    return points.every(([x, y]) => {
      const found = document.elementFromPoint(x, y);
      return found !== null && (element.contains(found) || found.contains(element));
    });
  });
  expect(hit, `${String(target)} lies under a notice`).toBe(true);
}

test('two notices at once leave the search, the main action and the result of a scan free', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [first = ''] = await equip(central.staff, site, 12);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/assets');

  await test.step('over the list', async () => {
    await page.getByRole('button', { name: 'HC-7-002: still like this' }).tap();
    await expect(toasts(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Still like this', exact: true }).tap();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Still like this' }).tap();
    await expect(toasts(page)).toHaveCount(2);
    await expectFree(page.getByRole('searchbox', { name: 'Search equipment' }));
    await expectFree(page.getByRole('link', { name: 'Add equipment' }));
    await expectFree(page.getByRole('button', { name: 'Filter and sort' }));
    for (const toast of await toasts(page).all()) await expect(toast).toBeInViewport({ ratio: 1 });
  });

  await test.step('over the page of an asset', async () => {
    await phone.open(`/assets/${first}`);
    const act = page.getByRole('button', { name: 'Still like this', exact: true });
    await act.tap();
    await expect(toasts(page)).toHaveCount(1);
    await expectFree(act);
    await expectFree(page.getByRole('link', { name: 'Update status' }));
    await expectFree(page.getByRole('link', { name: 'All equipment' }));
  });

  await test.step('over a round, where the next result is read', async () => {
    await phone.open('/scan/round');
    await page.getByRole('button', { name: 'Start the round' }).tap();
    await page.getByLabel('Number on the label').fill('nothing like it');
    await page.getByRole('button', { name: 'Find' }).tap();
    await page.getByRole('status').getByRole('link', { name: 'Add equipment' }).tap();
    await page.getByLabel('Search the catalogue').fill('E003/002');
    await page.getByRole('list', { name: 'Catalogue item' }).getByRole('button').first().tap();
    await page.locator('label').filter({ hasText: 'Functioning' }).first().tap();
    await page.getByRole('button', { name: 'Save' }).tap();
    await expect(toasts(page)).toHaveCount(1);
    await expectFree(page.getByRole('status').filter({ hasText: 'is here' }));
    await expectFree(page.getByRole('button', { name: 'Finish' }));
  });
});
