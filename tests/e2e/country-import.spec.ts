// A ministry's workbook, from the file to its outcome: its doubts settled, tried dry, imported while nobody looks, undone as a whole.
import { Staff } from '../central/staff';
import { expectAccessible } from './fixtures/accessible';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';
import { ministryWorkbook, type Facility } from '../import/ministry';

const facilities: Facility[] = [
  { code: 'F01', name: 'Centre de Santé de Mbanza', nationalId: '10-00001', region: 'Kongo Central' },
  { code: 'F02', name: 'Hôpital Général de Kisantu', nationalId: '10-00002', region: 'Kongo Central' },
];

test('a ministry’s list is settled, tried dry, imported in the background and undone', async ({
  desk,
  central,
}) => {
  const staff = await Staff.signIn(central.origin);
  for (const { code, name } of facilities) await staff.makeSite(code, name);
  const page = await signIn(desk);
  const models = [{ code: 'E003/007', manufacturer: 'Vestfrost', model: 'MK 304' }];
  const buffer = Buffer.from(ministryWorkbook({ rows: 60, facilities, models, seed: 3 }));
  await desk.open('/fleet');
  await page.getByRole('link', { name: 'Import a list' }).click();
  await page
    .getByLabel('Workbook or CSV file')
    .setInputFiles({ name: 'inventaire.xlsx', mimeType: 'application/octet-stream', buffer });
  const dry = page.getByRole('region', { name: 'What an import would do' });

  await test.step('what is not clear is shown with what is most likely, and settled', async () => {
    await expect(page.getByRole('heading', { name: 'inventaire.xlsx' })).toBeVisible();
    await expect(page.getByText('Sheet Inventaire 2024.')).toBeVisible();
    const broken = page.getByLabel(/Functional status: what does .*Non fonctionnel/);
    await broken.selectOption({ label: 'Not functioning: Lack of power' });
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Use the most likely/ }).click();
    await page.getByLabel(/Some rows are not functioning/).selectOption('Lack of power');
    await page.getByLabel('The day this list was made').fill('2024-06-30');
    await page.getByRole('button', { name: 'Use this day' }).click();
    await expect(page.getByRole('button', { name: 'Use this day' })).toBeHidden();
  });

  await test.step('it is imported, also when the page is left', async () => {
    await page.getByRole('button', { name: /^Import \d+ rows$/ }).click();
    await desk.open('/imports');
    await page.getByRole('link', { name: /inventaire\.xlsx/ }).click();
    await expect(page.getByText('Imported', { exact: true })).toBeVisible();
    await desk.open('/fleet');
    await expect(page.getByText('INV/000001')).toBeVisible();
  });

  await test.step('the same list again says nothing new, and asks nothing that was answered', async () => {
    await desk.open('/imports');
    await page
      .getByLabel('Workbook or CSV file')
      .setInputFiles({ name: 'encore.xlsx', mimeType: 'application/octet-stream', buffer });
    await expect(dry.getByText('The same', { exact: true }).locator('..')).toContainText('58');
    await expect(dry.getByText('New', { exact: true }).locator('..')).toContainText('0');
  });

  await test.step('one press takes all of it back', async () => {
    await desk.open('/imports');
    await page.getByRole('link', { name: /inventaire\.xlsx/ }).click();
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo this import' }).click();
    await expect(page.getByText('The import was undone')).toBeVisible();
    await desk.open('/fleet');
    await expect(page.getByText('INV/000001')).toBeHidden();
  });
});
