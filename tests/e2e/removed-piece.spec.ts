// A removed piece that is still there: found by its number, in a round and when it is registered again, and brought back. In a round
// each result has a colour, a shape and a vibration of its own.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { addAsset, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const SAID = 'This equipment has been removed';

async function read(page: Page, number: string): Promise<void> {
  await page.getByLabel('Number on the label').fill(number);
  await page.keyboard.press('Enter');
}

/** What the eye and the hand have of the last result. */
async function signs(page: Page, title: string) {
  const outcome = page.getByRole('status').filter({ hasText: title }).locator('> div');
  await expect(outcome).toBeVisible();
  // a colour that is still on its way is that of the result before
  await outcome.evaluate((shown) => Promise.all(shown.getAnimations().map(({ finished }) => finished)));
  return outcome.evaluate((shown) => ({
    colour: getComputedStyle(shown).backgroundColor,
    shape: shown.querySelector('svg')?.innerHTML,
    vibration: document.body.dataset['vibration'],
  }));
}

test('what was removed is known wherever it turns up, and comes back', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi', ['Ward']);
  await equip(central.staff, site, 3);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/assets?q=HC-7-001');
  await page.getByRole('link', { name: 'HC-7-001' }).first().click();
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Remove this equipment' }).click();
  await page.getByRole('radio', { name: 'It was entered by mistake' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('HC-7-001 removed')).toBeVisible();

  await test.step('its number opens its page, which offers to bring it back', async () => {
    await phone.open('/scan');
    await read(page, 'hc-7-001');
    await expect(page.getByText(SAID)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Bring back' })).toBeVisible();
  });

  await test.step('who registers it again is led to it', async () => {
    await phone.open('/assets/new');
    await page.getByLabel('Search the catalogue').fill('E003/007');
    await page
      .getByRole('list', { name: 'Catalogue item' })
      .getByRole('button', { name: 'E003/007' })
      .click();
    await page.getByLabel('Serial number').fill('sn1000');
    await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/and was removed\. If it is the same item/)).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('link', { name: 'Show HC-7-001' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await expect(page.getByText(SAID)).toBeVisible();
  });

  await test.step('in a round it looks like no other result, and comes back', async () => {
    await addAsset(phone, { catalogueCode: 'E003/002', number: 'HC-7-W', status: 'Functioning' });
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Move to another store' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to Ward' }).click();
    await phone.goOnline();
    await expect(page.getByText('Will move to Ward when connected')).toBeHidden();
    await phone.open('/scan/round');
    await page.getByRole('combobox', { name: 'Store', exact: true }).selectOption({ label: 'Tulagi store' });
    await page.getByRole('button', { name: 'Start the round' }).click();
    await page.evaluate(() => {
      navigator.vibrate = (pattern) => Boolean((document.body.dataset['vibration'] = String(pattern)));
    });
    const seen = [];
    for (const [number, title] of [
      ['HC-7-002', 'HC-7-002 is here'],
      ['HC-7-W', 'HC-7-W belongs to'],
      ['XYZ-99', 'Not in your register'],
      ['HC-7-001', 'HC-7-001 was removed'],
    ] as const) {
      await read(page, number);
      seen.push(await signs(page, title));
    }
    for (const sign of ['colour', 'shape', 'vibration'] as const)
      expect(new Set(seen.map((one) => one[sign])).size, sign).toBe(4);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'HC-7-001 is here' })).toBeVisible();
  });

  await test.step('skipped there, it is in the record of the round all the same, without a status', async () => {
    await phone.open('/assets?q=HC-7-003');
    await page.getByRole('link', { name: 'HC-7-003' }).first().click();
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Remove this equipment' }).click();
    await page.getByRole('radio', { name: 'It was entered by mistake' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('HC-7-003 removed')).toBeVisible();
    await phone.open('/scan/round');
    await read(page, 'HC-7-003');
    await page.getByRole('button', { name: 'Skip' }).click();
    const unexpected = page.getByRole('list', { name: /^Not expected here/ });
    await unexpected.getByRole('button', { name: /HC-7-003/ }).click();
    const sheet = page.getByRole('dialog', { name: 'HC-7-003' });
    await expect(sheet.getByText('Its status is recorded only if you bring it back.')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Finish', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
    await expect(page.getByText(/3 items were checked/)).toBeVisible();
    await expect(unexpected).toContainText('HC-7-003');
  });
});
