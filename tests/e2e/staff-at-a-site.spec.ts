// Support staff do the work of a site at central, on the same screens; a short loss of the link loses nothing.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { choose } from './fixtures/file-steps';
import { drawJpeg } from './fixtures/files';
import { history, join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('staff record, edit, add, remove and move equipment of a site, and the site sees it as theirs', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const other = await central.staff.makeSite('HC-8', 'Buala');
  const [assetId] = await equip(central.staff, site, 2);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const staff = await signIn(desk);
  await desk.open(`/fleet/${assetId}`);

  await test.step('a status with a reason, a comment and a photo, without a link', async () => {
    await expect(staff.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
    await expectAccessible(staff);
    await desk.untilItWorksOffline();
    await staff.getByRole('link', { name: 'Update status' }).click();
    await desk.goOffline();
    await staff.getByRole('radio', { name: 'Not functioning', exact: true }).check();
    await staff.getByRole('radio', { name: 'Needs spare parts', exact: true }).check();
    await staff.getByLabel('Comment').fill('Reported by telephone');
    await choose(staff, [
      { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(staff, 800, 600) },
    ]);
    await staff.getByRole('button', { name: 'Save' }).click();
    await expect(history(staff).first()).toContainText('Reported by telephone');
    await expect(staff.getByRole('link', { name: /waiting/ })).toBeVisible();
    await desk.goOnline();
    await expect(staff.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  });

  await test.step('the site has it, and says that support staff wrote it', async () => {
    const page = await phone.open(`/assets/${assetId}`);
    await expect(history(page).first()).toContainText('Reported by telephone');
    await expect(history(page).first()).toContainText('support staff');
    await expect(history(page).first()).toContainText('photo.jpg');
  });

  await test.step('details are edited, and its history of changes names who did', async () => {
    await staff.getByRole('link', { name: 'Edit details' }).first().click();
    await staff.getByLabel('Serial number').fill('CORRECTED-1');
    await staff.getByRole('button', { name: 'Save' }).click();
    await staff.getByRole('tab', { name: 'Changes' }).click();
    await expect(staff.getByText('CORRECTED-1').first()).toBeVisible();
    await expect(phone.page.getByText('CORRECTED-1').first()).toBeHidden();
    await phone.page.getByRole('tab', { name: 'Details' }).click();
    await expect(phone.page.getByText('CORRECTED-1').first()).toBeVisible();
  });

  await test.step('the table of the site, and a new piece in it', async () => {
    await desk.open(`/assets?site=${site.id}`);
    await expect(staff.getByRole('link', { name: /HC-7-002/ })).toBeVisible();
    await staff.getByRole('link', { name: 'Add equipment' }).first().click();
    await expect(staff.getByLabel('Asset number')).toHaveValue('HC-7-003');
    await staff.getByLabel('Search the catalogue').fill('E003/007');
    await staff
      .getByRole('list', { name: 'Catalogue item' })
      .getByRole('button', { name: 'E003/007' })
      .click();
    await staff.getByRole('radio', { name: 'Functioning', exact: true }).check();
    await staff.getByRole('button', { name: 'Save' }).click();
    await expect(staff.getByRole('heading', { level: 1, name: 'HC-7-003' })).toBeVisible();
    const page = await phone.open('/assets');
    await expect(page.getByRole('link', { name: /HC-7-003/ })).toBeVisible();
  });

  await test.step('it is moved to another site, with its history', async () => {
    await staff.getByRole('button', { name: 'Move to another store' }).click();
    const dialog = staff.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Buala store/ }).check();
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(staff.getByRole('link', { name: 'Open Buala' })).toBeVisible();
    await expect(phone.page.getByRole('link', { name: /HC-7-003/ })).toBeHidden();
    await desk.open(`/assets?site=${other.id}`);
    await expect(staff.getByRole('link', { name: /HC-7-003/ })).toBeVisible();
  });

  await test.step('a piece is removed with a reason, and brought back', async () => {
    await desk.open(`/fleet/${assetId}`);
    await staff.getByRole('tab', { name: 'Details' }).click();
    await staff.getByRole('button', { name: 'Remove this equipment' }).click();
    const dialog = staff.getByRole('dialog');
    await dialog.getByRole('radio').first().check();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(phone.page.getByRole('link', { name: /HC-7-001/ })).toBeHidden();
    await desk.open(`/fleet/${assetId}`);
    await staff.getByRole('button', { name: 'Bring back' }).click();
    await expect(phone.page.getByRole('link', { name: /HC-7-001/ })).toBeVisible();
  });
});
