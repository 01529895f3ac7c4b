// The acts on one asset, without a network: details put back, a temperature mapping, removing and bringing back; and the acts of two
// devices that did not see each other, settled with one tap.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import type { Device } from './fixtures/device';
import { tabTo } from './fixtures/keyboard';
import { addAsset, history, join } from './fixtures/site-steps';
import { choice } from './fixtures/taps';
import { expect, test } from './fixtures/test';

// Two devices, and axe where there is something to decide: that takes its time on a slow machine.
test.slow();

/** On the page of the asset, and back to it. */
async function editLocation(page: Page, location: string): Promise<void> {
  await page.getByRole('link', { name: 'Edit details' }).click();
  await page.getByLabel('Storage location').fill(location);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: 'Edit details' })).toBeVisible();
}

const openTab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

test('details are put back, a mapping is recorded, and what was removed comes back, without a network', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open(`/assets/${assetId}`);

  await test.step('a former value is put back with the keyboard, and that is an edit like any other', async () => {
    await editLocation(page, 'Vaccine room');
    await editLocation(page, 'Corridor');
    await openTab(page, 'Changes');
    const changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
    await expect(changes).toHaveCount(3);
    await tabTo(page.getByRole('button', { name: 'Storage location: put “Vaccine room” back' }));
    await page.keyboard.press('Enter');
    await expect(changes).toHaveCount(4);
    await expect(changes.first()).toContainText('Vaccine room');
    await expect(changes.first()).toContainText('Saved on this device');
    await expectAccessible(page);
    await openTab(page, 'Details');
    await expect(page.getByText('Vaccine room')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Vaccine room')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Details' })).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('a temperature mapping says nothing of the status', async () => {
    await openTab(page, 'Status history');
    await page.getByRole('link', { name: 'Record temperature mapping' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('What was found')).toBeFocused();
    await expectAccessible(page);
    await page.getByLabel('What was found').fill('9 points, 2.1 to 7.8 °C');
    await choice(page.getByRole('main'), 'Yesterday').click();
    await expect(page.getByRole('status').filter({ hasText: /12:00/ })).toBeVisible();
    await choice(page.getByRole('main'), 'Now').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(history(page).first()).toContainText('9 points, 2.1 to 7.8 °C');
    await expect(history(page).first()).toContainText('Temperature mapping');
    await expect(page.getByText('Functioning', { exact: true }).first()).toBeVisible();
  });

  await test.step('what was removed comes back at once, or later from its own page', async () => {
    const number = 'HC-7-001';
    await openTab(page, 'Details');
    await page.getByRole('button', { name: 'Remove this equipment' }).click();
    await page.getByRole('radio', { name: 'It was entered by mistake' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText(`${number} removed`)).toBeVisible();
    await expect(page.getByRole('link', { name: number })).toBeHidden();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: number }).click();
    await openTab(page, 'Details');
    await page.getByRole('button', { name: 'Remove this equipment' }).click();
    await page.getByRole('radio', { name: 'It was entered by mistake' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Equipment' })).toBeVisible();
    await phone.open(`/assets/${assetId}`);
    await expect(page.getByText('This equipment has been removed')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect(page.getByRole('link', { name: 'Update status' })).toBeVisible();
  });

  await phone.goOnline();
  await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  expect((await central.staff.assets()).map(({ functionalStatus }) => functionalStatus)).toEqual([
    'FUNCTIONING',
  ]);
});

test('what a phone and a desk did without seeing each other is settled with one tap', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  const both = [phone, desk] satisfies Device[];
  for (const device of both) {
    await join(device, (await central.staff.makeJoinCode(site)).code);
    await device.untilItWorksOffline();
    await device.goOffline();
  }

  await test.step('each edits the same field and gives out the same number', async () => {
    for (const [device, location] of [
      [phone, 'Vaccine room'],
      [desk, 'Store room'],
    ] as const) {
      const page = await device.open(`/assets/${assetId}`);
      await editLocation(page, location);
      await addAsset(device, { catalogueCode: 'E003/002', number: 'HC-7-002', status: 'Functioning' });
    }
    for (const device of both) await device.goOnline();
    for (const { page } of both)
      await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  });

  await test.step('the first page says what is to settle, and leads there', async () => {
    const page = await phone.open('/');
    await page.getByRole('link', { name: 'Review' }).click();
    await expect(page.getByRole('link', { name: 'HC-7-001' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'HC-7-002' })).toHaveCount(2);
    await page.getByRole('link', { name: 'HC-7-001' }).click();
  });

  await test.step('both values are there; one tap keeps one of them, everywhere', async () => {
    const page = phone.page;
    const conflict = page.getByRole('region', { name: 'Storage location' });
    await expect(conflict).toContainText('Vaccine room');
    await expect(conflict).toContainText('Store room');
    await expectAccessible(page);
    await conflict.getByRole('button', { name: 'Keep Vaccine room' }).click();
    await expect(conflict).toBeHidden();
    await desk.open(`/assets/${assetId}`);
    await openTab(desk.page, 'Details');
    await expect(desk.page.getByRole('region', { name: 'Storage location' })).toBeHidden();
    await expect(desk.page.getByText('Vaccine room', { exact: true })).toBeVisible();
  });

  await test.step('one of two assets with one number gets the next free one, with the keyboard', async () => {
    const page = await desk.open('/assets?kind=unsettled');
    await page.getByRole('link', { name: 'HC-7-002' }).first().click();
    await expect(page.getByText('Two items are numbered HC-7-002')).toBeVisible();
    await expectAccessible(page);
    await tabTo(page.getByRole('button', { name: 'Give this one HC-7-003' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-003' })).toBeVisible();
    await expect(page.getByText('Two items are numbered HC-7-002')).toBeHidden();
    await phone.open('/');
    await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(phone.page.getByRole('link', { name: 'Review' })).toBeHidden();
    await expect
      .poll(async () => (await central.staff.assets()).map(({ assetNumber }) => assetNumber).toSorted())
      .toEqual(['HC-7-001', 'HC-7-002', 'HC-7-003']);
  });
});
