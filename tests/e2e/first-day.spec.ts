// A stranger's first day, by what the screens say alone: an empty server, a first phone with a first fridge, the sites and the inventory
// of a country. docs/operating.md tells the same way in words.
import { expectAccessible } from './fixtures/accessible';
import { addAsset, join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';
import { ministryWorkbook, type Facility } from '../import/ministry';

const facilities: Facility[] = [
  { code: 'F01', name: 'Centre de Santé de Mbanza', nationalId: '10-00001', region: 'Kongo Central' },
  { code: 'F02', name: 'Hôpital Général de Kisantu', nationalId: '10-00002', region: 'Kongo Central' },
];

test('an empty server, a first phone with a first fridge, and a country’s sites and inventory', async ({
  desk,
  phone,
}) => {
  const page = await signIn(desk);
  const steps = page.getByRole('region', { name: 'First steps' });
  const next = async (name: string) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await steps.getByRole('link', { name: `Open: ${name}` }).click();
  };

  await test.step('the overview leads through what is missing, and why', async () => {
    await expect(steps).toContainText('1 of 6 done');
    await expect(steps).toContainText('Somebody who can let you in again');
    await expectAccessible(page);
  });

  await test.step('the programme gets its name and its logo', async () => {
    await next('Name your programme');
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Name of the programme').fill('PEV Kongo');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(
      page.getByRole('complementary').or(page.locator('.rail')).getByText('PEV Kongo').first(),
    ).toBeVisible();
    await page.getByLabel('Picture for the logo').setInputFiles({
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from('<html><script>alert(1)</script></html>'),
    });
    await expect(page.getByText('This is not a picture that can be used')).toBeVisible();
    await page.getByLabel('Picture for the logo').setInputFiles('public/icons/icon-512.png');
    await expect(page.getByRole('img', { name: 'Logo' })).toHaveAttribute('src', /^data:image\/png;base64,/);
    await expectAccessible(page);
  });

  await test.step('a second administrator is added', async () => {
    await next('Add a second administrator');
    await page.getByRole('button', { name: 'Add user' }).click();
    const form = page.getByRole('dialog', { name: 'New user' });
    await form.getByLabel(/^Name/).fill('Joseph');
    await form.getByLabel('User name').fill('joseph');
    await form.getByLabel('First password').fill('four words in a row');
    await form.getByRole('checkbox', { name: /^Manage users/ }).check();
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Joseph' })).toBeVisible();
  });

  await test.step('the examples stay', async () => {
    await next('Keep or retire the starter examples');
    await page.getByRole('button', { name: 'Keep the examples' }).click();
    await expect(page.getByRole('button', { name: 'Keep the examples' })).toBeHidden();
  });

  await test.step('the sites come from a list', async () => {
    await next('Add the first site');
    await page.getByRole('link', { name: 'Import a list' }).click();
    await page.getByRole('radio', { name: /^Sites and stores/ }).check();
    await expectAccessible(page);
    const rows = facilities.map(({ code, name, nationalId }) => `${code};${name};${nationalId}`);
    const list = ['Code FOSA;Formation sanitaire;Numéro national', ...rows, ';Sans code;10-3'];
    await page.getByLabel('Workbook or CSV file').setInputFiles({
      name: 'fosa.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(list.join('\n')),
    });
    const mend = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the rows to fix (1)' }).click();
    const file = await (await mend).createReadStream();
    let text = '';
    for await (const piece of file) text += String(piece);
    expect(text).toContain('Sans code');
    expect(text).toContain('Code of the site');
    await page.getByRole('button', { name: /^Import 2 rows$/ }).click();
    await expect(page.getByText('Imported', { exact: true })).toBeVisible();
  });

  await test.step('the first phone joins, and has its first fridge', async () => {
    await next('Join the first phone or computer');
    await page.getByRole('button', { name: 'Add a device' }).click();
    await expect(page.getByRole('img', { name: 'QR code with the address and the join code' })).toBeVisible();
    const code = await page.getByRole('definition').first().innerText();
    await join(phone, code);
    await addAsset(phone, { catalogueCode: 'E003/007', number: 'F1', status: 'Functioning' });
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByText('1 item', { exact: false }).first()).toBeVisible();
    await expect(steps).toBeHidden();
  });

  await test.step('the inventory is settled and imported', async () => {
    await desk.open('/fleet');
    await page.getByRole('link', { name: 'Import a list' }).click();
    const models = [{ code: 'E003/007', manufacturer: 'Vestfrost', model: 'MK 304' }];
    const buffer = Buffer.from(ministryWorkbook({ rows: 40, facilities, models, seed: 3 }));
    await page
      .getByLabel('Workbook or CSV file')
      .setInputFiles({ name: 'inventaire.xlsx', mimeType: 'application/octet-stream', buffer });
    await page
      .getByLabel(/Functional status: what does .*Non fonctionnel/)
      .selectOption({ label: 'Not functioning: Lack of power' });
    await page.getByRole('button', { name: /^Use the most likely/ }).click();
    await page.getByLabel(/Some rows are not functioning/).selectOption('Lack of power');
    await page.getByRole('button', { name: /^Import \d+ rows$/ }).click();
    await expect(page.getByText('Imported', { exact: true })).toBeVisible();
    await desk.open('/fleet');
    await expect(page.getByText('INV/000001')).toBeVisible();
  });
});
