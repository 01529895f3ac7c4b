// The pictures of a programme's first days: its first steps, a ministry's inventory from the file to its undoing, and what is printed.
import { Staff } from '../../central/staff';
import { facilitiesOf, ministryWorkbook } from '../../import/ministry';
import { deskLike, Device, phoneLike } from '../fixtures/device';
import { picture } from '../fixtures/pictures';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

test.slow();

const models = [
  { code: 'E003/007', manufacturer: 'Vestfrost', model: 'MK 304' },
  { code: 'E003/030', manufacturer: 'Vestfrost', model: 'VLS 400A' },
];

test('the first days of a programme', async ({ browser, central, desk }) => {
  const phone = await Device.switchOn(browser, { ...phoneLike, reducedMotion: 'reduce' }, central.origin);
  const arabic = await Device.switchOn(browser, { ...deskLike, colorScheme: 'dark' }, central.origin);
  const staff = await Staff.signIn(central.origin);
  const page = await signIn(desk);
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible();
  await expect(page.getByText('All stored at central').first()).toBeVisible();
  await picture(page, 'first-steps');
  const small = await signIn(phone);
  await expect(small.getByRole('heading', { name: 'First steps' })).toBeVisible();
  await expect(small.getByText('All stored at central').first()).toBeVisible();
  await picture(small, 'phone-first-steps');

  const facilities = facilitiesOf(40);
  for (const { code, name } of facilities) await staff.makeSite(code, name);
  const send = async (name: string, rows: number, seed: number) => {
    const buffer = Buffer.from(ministryWorkbook({ rows, facilities, models, seed }));
    await desk.open('/imports');
    await page
      .getByLabel('Workbook or CSV file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await expect(page.getByRole('heading', { name: 'What an import would do' })).toBeVisible();
  };
  await send('inventaire.xlsx', 1500, 3);
  const address = new URL(page.url()).pathname;
  const see = async (heading: RegExp, name: string) => {
    await page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded();
    await page
      .getByRole('heading', { name: heading })
      .evaluate((one) => one.scrollIntoView({ block: 'start' }));
    await page.mouse.wheel(0, -90);
    await picture(page, name);
  };
  await page.getByText(/^Columns recognised/).click();
  await see(/^Columns/, 'import-columns');
  await page.getByText(/^Columns recognised/).click();
  await see(/^What is not clear/, 'import-doubts');
  await phone.open(address);
  await expect(small.getByRole('heading', { name: 'What an import would do' })).toBeVisible();
  await picture(small, 'phone-import-review');

  await page.getByRole('button', { name: /^Use the most likely/ }).click();
  await page.getByLabel(/Some rows are not functioning/).selectOption('Lack of power');
  await page.getByLabel('The day this list was made').fill('2024-06-30');
  await page.getByRole('button', { name: 'Use this day' }).click();
  await expect(page.getByRole('button', { name: 'Use this day' })).toBeHidden();
  await desk.open(address);
  await expect(page.getByRole('heading', { name: 'What an import would do' })).toBeVisible();
  await picture(page, 'import-dry-run');
  const theirs = await signIn(arabic);
  await arabic.open('/more');
  await theirs.getByLabel('Language').selectOption('ar');
  await expect(theirs.locator('html')).toHaveAttribute('dir', 'rtl');
  await arabic.open(address);
  await expect(theirs.getByRole('heading', { level: 1, name: 'inventaire.xlsx' })).toBeVisible();
  await expect(theirs.getByText('جارٍ البدء')).toBeHidden();
  await picture(theirs, 'import-arabic-dry-run');

  await page.getByRole('button', { name: /^Import \d+/ }).click();
  await expect(page.getByText(/^[1-9]\d* of 1,\d+$/)).toBeVisible();
  await picture(page, 'import-progress');
  await expect(page.getByRole('button', { name: 'Undo this import' })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await picture(page, 'import-undo');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();

  await desk.open('/sites/join-sheets');
  await page.getByRole('button', { name: 'Choose all' }).click();
  await page.getByRole('button', { name: /^Make \d+ sheets/ }).click();
  await page
    .locator('section.sheet')
    .first()
    .evaluate((one) => one.scrollIntoView({ block: 'start' }));
  await page.mouse.wheel(0, -90);
  await picture(page, 'join-sheets');
  const people = ['User name;Name;Rights;Regions', 'mama.k;Mama Kabila;Recorder;Whole country'].join('\n');
  await desk.open('/imports?table=user');
  await page
    .getByLabel('Workbook or CSV file')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(people) });
  await page.getByRole('button', { name: /^Import 1/ }).click();
  await page.getByRole('link', { name: 'First passwords' }).click();
  await page.getByRole('button', { name: 'Make first passwords' }).click();
  await expect(page.locator('section.slip')).toHaveCount(1);
  await picture(page, 'first-passwords');
  await phone.switchOff();
  await arabic.switchOff();
});
