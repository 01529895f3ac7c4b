// Settings of support staff for the whole programme reach a site, where they are read and never edited, and files are judged by them.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

const place = '/central-data/programme-settings';

test('settings are made on central, reach a site, and can be put back', async ({ central, desk, phone }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);

  const page = await signIn(desk);
  await desk.open('/central-data');
  await page.getByRole('link', { name: 'Programme settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Programme settings' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retire' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Largest file, in megabytes').fill('400');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choose a number from 1 to 100.')).toBeVisible();
  await page.getByLabel('Largest file, in megabytes').fill('8');
  await page.getByLabel('Photos may be attached').selectOption('No');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Largest file, in megabytes: 8')).toBeVisible();
  await expectAccessible(page);

  const away = await phone.open(place);
  const photos = away.getByRole('term').filter({ hasText: 'Photos may be attached' });
  await expect(photos).toBeVisible();
  await expect(photos.locator('xpath=following-sibling::dd[1]')).toHaveText('No');
  await expectAccessible(away);
  await away.getByRole('link', { name: 'Edit' }).click();
  await expect(away.getByRole('alertdialog')).toContainText('edit Programme settings');
  await away.getByRole('button', { name: 'Understood' }).click();

  const asset = await phone.open(`/assets/${assetId}`);
  await asset.getByRole('tab', { name: 'Photos and documents' }).click();
  await asset.locator('input[type=file][multiple]').setInputFiles('public/icons/icon-512.png');
  await expect(asset.getByText('This programme does not take files of this kind.')).toBeVisible();

  await desk.open(place);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Photos may be attached').selectOption('Yes');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Put back No' }).click();
  await expect(page.getByText('Photos may be attached is as it was.')).toBeVisible();
});
