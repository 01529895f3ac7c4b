// Equipment out to a file and back: only changed values are written, and each wrong row shows its reason. Without a network.
import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../fixtures/accessible';
import { addAsset, history, join } from '../fixtures/site-steps';
import { expect, test } from '../fixtures/test';

test('equipment is exported, mended in a spreadsheet and imported again', async ({ central, desk }) => {
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(desk, (await central.staff.makeJoinCode(site)).code);
  await addAsset(desk, { catalogueCode: 'E003/002', number: 'AHC-1', status: 'Functioning' });
  await desk.untilItWorksOffline();
  await desk.goOffline();

  const page = await desk.open('/assets/tables');
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  const [header = '', row = ''] = file.split('\r\n');
  const changed = row.replace('Functioning', 'Needs attention');
  const added = row.replace('AHC-1', 'AHC-2').replace(/,[^,]*$/, ',');
  const wrong = added.replace('AHC-2', 'AHC-3').replace('E003/002', 'E999/999');

  await page.getByLabel('File to import').setInputFiles({
    name: 'mended.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([header, changed, added, wrong].join('\r\n')),
  });
  const review = page.getByRole('table', { name: 'What would change' }).getByRole('row');
  await expect(review).toHaveCount(4);
  await expect(review.nth(1)).toContainText('Changed');
  await expect(review.nth(1)).toContainText('was Functioning');
  await expect(review.nth(2)).toContainText('New');
  await expect(review.nth(3).getByRole('cell').filter({ hasText: 'E999/999' })).toContainText(
    'This catalogue item is not known here.',
  );
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByText('2 rows imported.')).toBeVisible();

  const failing = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the rows to fix' }).click();
  const failed = await readFile(await (await failing).path(), 'utf8');
  expect(failed).toContain('AHC-3');
  expect(failed).toContain('What to fix');

  await page.getByRole('button', { name: 'Choose another file' }).click();
  const taking = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as XLSX' }).click();
  const workbook = await taking;
  await page.getByLabel('File to import').setInputFiles({
    name: workbook.suggestedFilename(),
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await readFile(await workbook.path()),
  });
  await expect(page.getByText('Nothing in this file differs from what is here.')).toBeVisible();

  await page.getByRole('link', { name: 'All equipment' }).first().click();
  await expect(page.getByRole('link', { name: 'AHC-2' })).toBeVisible();
  await page.getByRole('link', { name: 'AHC-1' }).click();
  await expect(history(page)).toHaveCount(2);
});

test('many chosen pieces get one status each, and their labels on paper', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  for (const number of ['AHC-1', 'AHC-2', 'AHC-3'])
    await addAsset(phone, { catalogueCode: 'E003/002', number, status: 'Functioning' });
  const page = await phone.open('/assets');
  await page.getByRole('button', { name: 'Select' }).click();
  for (const number of ['AHC-1', 'AHC-3'])
    await page.getByRole('checkbox', { name: `Select ${number}` }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Set status' }).click();
  const sheet = page.getByRole('dialog', { name: 'Status of 2 items' });
  await sheet.getByRole('radio', { name: 'Not functioning', exact: true }).check();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(
    sheet.getByText('Equipment that is not functioning needs a reason. Choose one.'),
  ).toBeVisible();
  await sheet.getByRole('radio', { name: 'Lack of power' }).check();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Status recorded for 2 items')).toBeVisible();

  await page.getByRole('button', { name: 'Select' }).click();
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await page.getByRole('link', { name: 'Print labels' }).click();
  await expect(page.getByText('3 labels · 1 page')).toBeVisible();
  await expect(page.getByRole('img', { name: 'AHC-2' })).toBeVisible();
  await expectAccessible(page);
});
