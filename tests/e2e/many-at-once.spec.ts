// All records that one press makes for a whole hospital are one transaction, in a real browser's database.
import { equip } from '../central/equipment';
import { history, join } from './fixtures/site-steps';
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

test('all that the list shows are confirmed as they are, and that is taken back with one press', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  await equip(central.staff, site, 24);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/assets?status=NOT_FUNCTIONING');
  const list = page.getByRole('list', { name: 'Equipment' });
  await expect(page.getByText('4 of 24 shown')).toBeVisible();
  await expect(list.getByText('Checked today')).toHaveCount(0);

  await test.step('one question for all of them, and nothing of the others', async () => {
    await page.getByRole('button', { name: 'Still like this', exact: true }).tap();
    const question = page.getByRole('alertdialog', { name: 'Are all 4 still as recorded?' });
    await question.getByRole('button', { name: 'Still like this' }).tap();
    await expect(page.getByText('4 items confirmed as they are')).toBeVisible();
    await expect(list.getByText('Checked today')).toHaveCount(4);
    await expect(page.getByRole('banner').getByRole('link', { name: /4 waiting/ })).toBeVisible();
  });

  await test.step('each has a log of its own, with the status and the reason as they were', async () => {
    await page.getByRole('button', { name: 'Undo' }).tap();
    await expect(page.getByText('Confirmation undone')).toBeVisible();
    await expect(list.getByText('Checked today')).toHaveCount(0);
    await list.getByRole('link', { name: /^HC-7-003/ }).tap();
    await expect(history(page)).toHaveCount(2);
    await expect(history(page).first()).toContainText('Not functioning');
    await expect(history(page).first()).toContainText('Voided');
  });
});
