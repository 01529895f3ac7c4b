// A name in another language, given at central, is what a site reads in that language, with and without a network; a language
// without one reads the programme's own.
import { equip } from '../central/equipment';
import { openRecord } from './fixtures/central-data-pages';
import { join, speak } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('a reason is named in French at central, and the site reads it so', async ({ central, phone, desk }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/more');
  await speak(page, 'fr');
  const reasons = async () => {
    await phone.open(`/assets/${assetId}/status`);
    return page.getByRole('main');
  };
  await expect((await reasons()).getByRole('radio', { name: 'Manque d’électricité' })).toBeVisible();

  const staff = await signIn(desk);
  await desk.open('/central-data/status-reasons');
  const path = await openRecord(staff, { record: 'Lack of power' });
  await desk.open(`${path}/edit`);
  await staff.getByLabel('Français').fill('Panne de courant');
  await staff.getByLabel('Português').fill('');
  await staff.getByRole('button', { name: 'Save' }).click();
  await expect(staff.getByRole('link', { name: 'Edit', exact: true })).toBeVisible();

  await expect(page.getByRole('radio', { name: 'Panne de courant' })).toBeVisible();
  await phone.untilItWorksOffline();
  await phone.goOffline();
  await expect((await reasons()).getByRole('radio', { name: 'Panne de courant' })).toBeVisible();
  await phone.open('/more');
  await speak(page, 'pt');
  await expect((await reasons()).getByRole('radio', { name: 'Lack of power' })).toBeVisible();
});
