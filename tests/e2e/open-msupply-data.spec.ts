// The data made at central for Open mSupply sites, and the data that these send besides equipment, on the screens of support staff.
import { readFile } from 'node:fs/promises';
import { OpenMSupplySite } from '../v6/open-msupply-site';
import { expectAccessible } from './fixtures/accessible';
import { makeSite, signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

const OF_MSUPPLY = '24E0B2A4B9A94F5C9F6C0A2D7B3C1E55';

test('an item is made under the id of mSupply, a clash at sites is told, and what sites write is read', async ({
  central,
  desk,
}) => {
  const page = await signIn(desk);
  await makeSite(page, 'hill', 'Hill');
  await page.getByRole('button', { name: 'Set up' }).click();
  const form = page.getByRole('dialog', { name: 'Open mSupply at Hill' });
  await form.getByLabel('Password').fill('pass of the hill');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const site = new OpenMSupplySite(central.origin, 'hill', 'pass of the hill', 'the computer');
  await site.cycle();

  await test.step('a new item has the id that mSupply knows it by; a second one cannot have it', async () => {
    const fill = async (code: string) => {
      await desk.open('/central-data/items/new');
      await page.getByLabel('Code').fill(code);
      await page.getByRole('textbox', { name: /^Name/ }).first().fill(`Vaccine ${code}`);
      await page.getByLabel('Unit').fill('dose');
      await page.getByLabel('Id in mSupply').fill(OF_MSUPPLY);
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await fill('BCG');
    await expect(page).toHaveURL(new RegExp(OF_MSUPPLY));
    await fill('OPV');
    await expect(page.getByText('Another record has this id.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('a model with a code that sites are born with is told to be that one there', async () => {
    await desk.open('/catalogue/new');
    await page.getByLabel('Sub-catalogue').fill('General');
    await page.getByLabel('Code').fill('E003/007');
    await page.getByLabel('Class').selectOption({ label: 'Cold chain equipment' });
    await page.getByLabel('Category').selectOption({ index: 1 });
    await page.getByLabel('Type *').selectOption({ index: 1 });
    await page.getByLabel('Model').fill('Ours');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Every such site already has one of this name or code.')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('what somebody at the site wrote to support', async () => {
    site.write('contact_form', {
      ...{ id: 'form 1', reply_email: 'ada@example.org', body: 'The fridge beeps.\nWhat now?' },
      ...{ created_datetime: '2026-11-29T08:00:00', user_id: 'u', username: 'ada' },
      ...{ store_id: 'hill-1', contact_type: 'SUPPORT' },
    });
    site.write('vaccination', { id: 'dose 1', patient: 'somebody' });
    await site.cycle();
    await desk.open('/sites/open-msupply');
    await page.getByRole('link', { name: 'Messages from sites' }).click();
    await expect(page.getByText('The fridge beeps.')).toBeVisible();
    await expect(page.getByText(/Asks for help.*ada.*Hill/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('what else it keeps is exported whole', async () => {
    await page.getByRole('link', { name: 'Open the site' }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export what it keeps here' }).click();
    const file = await started;
    expect(file.suggestedFilename()).toBe('open-msupply-hill.jsonl');
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { table: string }).table).sort()).toEqual([
      'contact_form',
      'vaccination',
    ]);
  });
});
