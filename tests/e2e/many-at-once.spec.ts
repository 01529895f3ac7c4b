// All records that one press makes for a whole hospital are one transaction, in a real browser's database.
import { equip } from '../central/equipment';
import { join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

test('one status for a hundred and fifty pieces of equipment at once', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HOS', 'Port Haven Hospital');
  await equip(central.staff, site, 150);
  await join(desk, (await central.staff.makeJoinCode(site)).code);
  const page = await desk.open('/assets');
  await expect(page.getByText('150 of 150 shown')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await page.getByRole('button', { name: 'Set status' }).click();
  const sheet = page.getByRole('dialog', { name: 'Status of 150 items' });
  await sheet.getByRole('radio', { name: 'Not in use', exact: true }).check();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Status recorded for 150 items')).toBeVisible();
});
