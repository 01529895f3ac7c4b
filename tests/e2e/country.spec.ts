// The country at central: regions and the facility of a site, problems with both records side by side, one search, and a border that holds.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('regions are made and imported, a site stands in one, and lists are cut to it', async ({
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const other = await central.staff.makeSite('HC-8', 'Buala');
  await equip(central.staff, site, 2);
  await equip(central.staff, other, 1);
  const page = await signIn(desk);

  await test.step('by hand', async () => {
    await desk.open('/regions');
    await page.getByRole('button', { name: 'Add region' }).first().click();
    const form = page.getByRole('dialog', { name: 'Add region' });
    await form.getByLabel('Name').fill('Central Province');
    await form.getByLabel('Code').fill('CE');
    await form.getByLabel('What this level is called').fill('Province');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('list', { name: 'Regions' })).toContainText('Province');
  });

  await test.step('from a list, in whatever order it stands', async () => {
    await page.getByRole('button', { name: 'Import a list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a list' });
    await dialog
      .getByLabel('List of regions')
      .fill('code,name,level,in\nCE-1,Gela,Ward,CE\nIS,Isabel,Province,\nX,Lost,Ward,NOWHERE');
    await expect(dialog.getByText('2 new regions')).toBeVisible();
    await expect(dialog.getByText('Line 4, X · Lost')).toBeVisible();
    await dialog.getByRole('button', { name: 'Add these regions' }).click();
    await expect(page.getByRole('list', { name: 'Regions' }).getByRole('listitem')).toHaveCount(3);
    await expectAccessible(page);
  });

  await test.step('the facility of a site', async () => {
    await desk.open(`/sites/${site.id}`);
    await page.getByRole('button', { name: 'Edit facility' }).click();
    const form = page.getByRole('dialog', { name: 'Edit facility' });
    await form.getByLabel('Region').selectOption({ label: '\u2003Gela' });
    await form.getByLabel('National number').fill('SB-0042');
    await form.getByLabel('People in its area').fill('1200');
    await form.getByLabel('Latitude').fill('-9,105');
    await form.getByLabel('Longitude').fill('160.15');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Central Province › Gela')).toBeVisible();
    await expect(page.getByText('-9.10500, 160.15000')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('lists of one region', async () => {
    await desk.open('/fleet');
    await expect(page.getByText('3 of 3 items')).toBeVisible();
    await page.getByLabel('Region').selectOption({ label: 'Central Province' });
    await expect(page.getByText('2 of 2 items')).toBeVisible();
    await desk.open('/sites');
    await page.getByLabel('Region').selectOption({ label: 'Isabel' });
    await expect(page.getByRole('link', { name: 'Tulagi' })).toBeHidden();
  });

  await test.step('one search, from a key', async () => {
    await desk.open('/sites');
    await expect(page.getByRole('link', { name: 'Buala' })).toBeVisible();
    // the listener for the key comes once the page is idle
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/SearchKeys')),
    );
    await page.keyboard.press('/');
    await page.getByLabel('Search everything').fill('HC-7-00');
    await expect(page.getByRole('list', { name: 'Equipment' }).getByRole('link')).toHaveCount(2);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
  });
});
