// Central data out to a file and back: reviewed with every fault beside its cell, saved as far as it can be, the rest as a file.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { writeXlsx } from '../../src/spreadsheet/write-xlsx';
import { expectAccessible } from './fixtures/accessible';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

const csv = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(rows.join('\r\n')),
});

async function taken(page: Page, button: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await downloading).path(), 'utf8');
}

test('items are imported as far as they are right, and the rest comes back as a file to mend', async ({
  desk,
}) => {
  const page = await signIn(desk);
  await desk.open('/central-data/items');
  await expect(page.getByRole('link', { name: 'Paracetamol 500 mg' })).toBeVisible();
  await page.getByRole('link', { name: 'Import and export' }).click();
  const file = await taken(page, 'Download as CSV');
  const [header = '', ...rows] = file.trimEnd().split('\r\n');
  const chooser = page.getByLabel('File to import');

  await test.step('what was exported differs in nothing', async () => {
    await chooser.setInputFiles(csv('same.csv', [header, ...rows]));
    await expect(page.getByText('Nothing in this file differs from what is here.')).toBeVisible();
    await page.getByRole('button', { name: 'Choose another file' }).click();
  });

  await test.step('every fault stands beside its cell', async () => {
    const changed = rows.map((row) => row.replace('Paracetamol 500 mg', 'Paracetamol 500 mg tablets'));
    // names in other languages have columns of their own, which stay blank
    const item = (cells: Readonly<Record<string, string>>) =>
      header
        .split(',')
        .map((column) => cells[column.replace('\uFEFF', '')] ?? '')
        .join(',');
    const added = [
      item({ Code: 'NEW-1', Name: 'Gloves', Unit: 'pair' }),
      item({ Code: 'NEW-2', Unit: 'pair' }),
    ];
    await chooser.setInputFiles(csv('mixed.csv', [header, ...changed, ...added]));
    const review = page.getByRole('table', { name: 'What would change' });
    const row = (text: string) => review.getByRole('row').filter({ hasText: text });
    await expect(row('Gloves')).toContainText('New');
    await expect(row('Paracetamol 500 mg tablets')).toContainText('was Paracetamol 500 mg');
    await expect(row('NEW-2').getByRole('cell').nth(1)).toContainText('Required');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await expect(page.getByText('2 rows imported.')).toBeVisible();
  });

  await test.step('the rows to mend are a file that can be imported again', async () => {
    const failed = await taken(page, 'Download the rows to fix');
    expect(failed).toContain('NEW-2');
    expect(failed).toContain('Name: Required');
    await page.getByRole('button', { name: 'Choose another file' }).click();
    await chooser.setInputFiles({
      name: 'mended.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(failed.replace('NEW-2,,', 'NEW-2,Needles,')),
    });
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await expect(page.getByText('1 row imported.')).toBeVisible();
  });

  await desk.open('/central-data/items?q=needles');
  await expect(page.getByRole('link', { name: 'Needles' })).toBeVisible();
});

test('a large workbook is read, a thousand rows are saved in batches, and the list of them scrolls', async ({
  desk,
}) => {
  const page = await signIn(desk);
  await desk.open('/central-data/tables/items');
  const large = Array.from({ length: 6000 }, (_, at) => [`W-${String(at)}`, `Thing ${String(at)}`, 'piece']);
  const workbook = await writeXlsx([['Code', 'Name', 'Unit'], ...large], 'Items');
  const buffer = Buffer.from(await workbook.arrayBuffer());
  await page
    .getByLabel('File to import')
    .setInputFiles({ name: 'large.xlsx', mimeType: workbook.type, buffer });
  await expect(page.getByRole('button', { name: 'Import 6,000 rows' })).toBeVisible();

  await desk.open('/central-data/tables/items');
  const rows = Array.from({ length: 1000 }, (_, at) => `X-${String(at).padStart(4, '0')},Thing ${at},piece`);
  await page.getByLabel('File to import').setInputFiles(csv('many.csv', ['Code,Name,Unit', ...rows]));
  await page.getByRole('button', { name: 'Import 1,000 rows' }).click();
  await expect(page.getByText('1,000 rows imported.')).toBeVisible();

  await desk.open('/central-data/items?sort=-code');
  const table = page.getByRole('table', { name: 'Items' });
  await expect(table).toHaveAttribute('aria-rowcount', /^10\d\d$/);
  await expect(table.getByRole('link', { name: 'Thing 999' })).toBeVisible();
  expect(await table.getByRole('row').count()).toBeLessThan(100);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Unit' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(table.getByRole('columnheader', { name: 'Unit' })).toHaveCount(0);
  await page.getByRole('searchbox').fill('thing 512');
  await expect(table.getByRole('link', { name: 'Thing 512' })).toBeVisible();
  await expect(table).toHaveAttribute('aria-rowcount', '2');
});
