// The main job: a change made offline on a phone is safe at the central server, and central data reaches the phone.
import { expect, test } from './fixtures/test';
import { addAsset, history, join, updateStatus } from './fixtures/site-steps';
import { addCatalogueItem, centralBar, makeSite, signIn } from './fixtures/staff-steps';

test('what a phone records without a network is stored at central, and what central edits reaches the phone', async ({
  central,
  desk,
  phone,
}) => {
  let staff = await signIn(desk);
  const code = await makeSite(staff, 'HC-014', 'Auki Health Centre');
  await addCatalogueItem(staff, { code: 'GEN/001', manufacturer: 'Northwind', model: 'Chest 100' });
  const itemPath = new URL(staff.url()).pathname;
  await expect(staff.getByText('Stored at central', { exact: true })).toBeVisible();

  await join(phone, code);
  await expect(centralBar(phone.page)).toHaveCount(0);
  await phone.untilItWorksOffline();

  await test.step('offline, the app starts again and takes records', async () => {
    await phone.goOffline();
    await phone.closeApp();
    await addAsset(phone, { catalogueCode: 'GEN/001', number: 'AHC-7', status: 'Functioning' });
    const assetPath = new URL(phone.page.url()).pathname;
    await updateStatus(phone.page, 'Needs attention');
    await updateStatus(phone.page, 'Not functioning', 'Needs spare parts');
    await phone.closeApp();
    await phone.open(assetPath);
    await expect(history(phone.page)).toHaveCount(3);
    for (const log of await history(phone.page).all())
      await expect(log).toContainText('Saved on this device');
    expect(await central.staff.assets()).toEqual([]);
  });

  await test.step('back online, everything is stored at central', async () => {
    await phone.goOnline();
    for (const log of await history(phone.page).all()) await expect(log).toContainText('Stored at central');
    await expect(phone.page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
    staff = await desk.open('/fleet');
    const row = staff.getByRole('row').filter({ has: staff.getByRole('link', { name: 'AHC-7' }) });
    for (const text of ['Northwind', 'Chest 100']) await expect(row).toContainText(text);
    await expect(row).toContainText('Not functioning');
    await row.getByRole('link', { name: 'AHC-7' }).click();
    await expect(history(staff)).toHaveCount(3);
  });

  await test.step('central edits the catalogue item, and the phone sees it', async () => {
    await phone.open(itemPath);
    staff = await desk.open(`${itemPath}/edit`);
    await staff.getByLabel('Model').fill('Chest 120');
    await staff.getByRole('button', { name: 'Save' }).click();
    await expect(phone.page.getByRole('heading', { level: 1, name: 'Northwind Chest 120' })).toBeVisible();
  });

  await test.step('the phone may not edit it, and is told why and where it can be done', async () => {
    await phone.page.getByRole('link', { name: 'Edit', exact: true }).click();
    const alert = phone.page.getByRole('alertdialog', { name: 'Only allowed on the central server' });
    await expect(alert).toContainText('edit Northwind Chest 120');
    await alert.getByRole('link', { name: 'Why?' }).click();
    await expect(phone.page.getByRole('heading', { level: 1, name: 'Central data' })).toBeVisible();
    await expect(alert).toBeHidden();
  });
});

test('the bar that identifies the central server is on each of its pages, and on no page of a site', async ({
  central,
  desk,
  phone,
}) => {
  const staff = await signIn(desk);
  for (const path of ['/', '/fleet', '/sites', '/catalogue', '/sync', '/more', '/help/central-data']) {
    await desk.open(path);
    await expect(staff.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(centralBar(staff)).toBeInViewport({ ratio: 1 });
  }
  const site = await central.staff.makeSite('HC-1', 'Gizo');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  for (const path of [
    '/',
    '/assets',
    '/catalogue',
    '/sync',
    '/more',
    '/help/central-data',
    '/sites',
    '/fleet',
  ]) {
    await phone.open(path);
    await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(centralBar(phone.page)).toHaveCount(0);
  }
});
