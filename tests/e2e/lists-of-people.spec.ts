// People by a list: tried dry, saved, slips with first passwords, a first coming-in that opens nothing but the choice of another, undone.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { centralBar, signIn, tryToSignIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

const list = [
  'DIRECTION DU PEV;;;',
  'Nom d’utilisateur;Nom complet;Droits;Région',
  'mama.k;Mama Kabila;Saisie des états;Kongo Central',
  'jean;Jean Ilunga;Lecture;Tout le pays',
  'inconnu;Personne;Magie;Tout le pays',
].join('\n');

test('people are brought by a list, and come in with a slip of paper to choose a password of their own', async ({
  central,
  desk,
  phone,
}) => {
  const region = await central.staff.makeRegion('KC', 'Kongo Central');
  const site = await central.staff.makeSite('KC-1', 'Boma');
  await central.staff.placeSite(site, region.id);
  const [assetId] = await equip(central.staff, site, 1);
  const page = await signIn(desk);
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible();
  await desk.open('/users');
  await page.getByRole('link', { name: 'Import a list of people' }).click();
  await expect(page.getByRole('radio', { name: /^People/ })).toBeChecked();
  await page
    .getByLabel('Workbook or CSV file')
    .setInputFiles({ name: 'agents.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });

  await test.step('it is tried dry, with what keeps a row out', async () => {
    await page.getByRole('button', { name: /^Needs fixing/ }).click();
    await expect(page.getByText('Rights: “Magie” is not a right or a set of rights.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await expect(page.getByText('The new accounts have no password yet.')).toBeVisible();
  });

  const slips = page.locator('section.slip');
  const password = await test.step('slips are made once, and printed', async () => {
    await page.getByRole('link', { name: 'First passwords' }).click();
    await page.getByLabel('Jean Ilunga (jean)').uncheck();
    await page.getByRole('button', { name: 'Make first passwords' }).click();
    await expect(slips).toHaveCount(1);
    await expectAccessible(page);
    await page.emulateMedia({ media: 'print' });
    await expect(slips.first()).toContainText('mama.k');
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    return slips
      .first()
      .getByText(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
      .innerText();
  });
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText(password)).toBeHidden();
  await expect(page.locator('main .heading')).toBeFocused();

  await test.step('she comes in, may do nothing yet, and chooses a password of her own', async () => {
    const hers = await phone.open('/sign-in');
    await tryToSignIn(hers, password, 'mama.k');
    await expect(hers.getByText('Your rights are not active yet')).toBeVisible();
    expect((await hers.request.get(new URL(`/api/assets/${assetId}`, hers.url()).href)).status()).toBe(403);
    await expectAccessible(hers);
    await hers.getByRole('button', { name: 'Choose a password' }).click();
    const dialog = hers.getByRole('dialog');
    await dialog.getByLabel('Current password').fill(password);
    await dialog.getByLabel('New password').fill(password);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('Choose another password than the one you were given.')).toBeVisible();
    await dialog.getByLabel('New password').fill('a password of Mama');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(hers.getByText('Your rights are not active yet')).toBeHidden();
    await expect(centralBar(hers)).toBeVisible();
    // who works by keyboard goes on at the heading: what they pressed went with the notice
    await expect(hers.locator('main .heading')).toBeFocused();
    await phone.open('/fleet');
    await hers.getByRole('link', { name: /KC-1-001/ }).click();
    await expect(hers.getByRole('link', { name: 'Update status' })).toBeVisible();
  });

  await test.step('undone, who never came in goes, and she stays and is listed', async () => {
    await desk.open('/imports');
    await page.getByRole('link', { name: /agents\.csv/ }).click();
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo this import' }).click();
    await expect(page.getByText('The import was undone')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Row 3' })).toBeVisible();
    await desk.open('/users');
    await expect(page.getByText('Mama Kabila (mama.k)')).toBeVisible();
    await expect(page.getByText('Jean Ilunga')).toBeHidden();
  });
});
