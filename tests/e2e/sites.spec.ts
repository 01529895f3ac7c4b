// Sites at central: added, named, joined by a sheet of paper, and the data on each of their devices.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { phoneLike, Device } from './fixtures/device';
import { tabTo } from './fixtures/keyboard';
import { join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('a site is added and renamed with the keyboard, its sheet printed, its device known and shut out', async ({
  central,
  desk,
  phone,
}) => {
  const page = await signIn(desk);
  await test.step('added with the keyboard alone', async () => {
    await tabTo(page.getByRole('navigation').getByRole('link', { name: 'Sites' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'Add site' }).first());
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'New site' });
    for (const [label, text] of [
      ['Site code', 'HC-7'],
      ['Site name', 'Sege'],
      ['Store code', 'HC-7-1'],
      ['Store name', 'Sege store'],
    ] as const) {
      await tabTo(form.getByLabel(label));
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Sege' })).toBeVisible();
  });

  await test.step('renamed, and named so at once', async () => {
    await page.getByRole('button', { name: 'Rename' }).click();
    const form = page.getByRole('dialog', { name: 'New name for Sege' });
    await form.getByLabel('Site name').fill(' ');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByLabel('Site name')).toHaveAttribute('aria-invalid', 'true');
    await form.getByLabel('Site name').fill('Seghe');
    await form.getByLabel('Site name').press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Seghe' })).toBeVisible();
  });

  await test.step('the sheet has the square, the address and the code, and nothing else', async () => {
    await page.getByRole('button', { name: 'Add a device' }).click();
    const shown = await page.getByRole('definition').first().innerText();
    await page.emulateMedia({ media: 'print' });
    const sheet = page.locator('section').filter({ hasText: 'How to join' });
    await expect(sheet).toBeVisible();
    await expect(sheet).toContainText(shown);
    await expect(sheet).toContainText(`${new URL(central.origin).host}/join`);
    await expect(page.getByRole('button', { name: 'Copy code' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await join(phone, shown, 'Phone of the nurse');
  });

  await test.step('the device is listed with the version of central data that it says it has', async () => {
    await phone.open('/central-data');
    const version = phone.page.getByRole('definition').first();
    await expect(version).toHaveText(/\d/);
    const device = page.getByRole('list', { name: 'Devices' }).getByRole('listitem');
    // central data may still be on their way to the phone, so the page is read again each time
    await expect(async () => {
      await page.reload();
      const said = (await version.innerText()).trim();
      await expect(device).toContainText(`central data ${said}`, { timeout: 1000 });
    }).toPass();
    await expect(device).toContainText('Phone of the nurse');
    await expect(device).toContainText('app ');
    await expect(device).toContainText('up to date');
    await device.getByRole('button', { name: 'Revoke Phone of the nurse' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(device.getByText('Revoked')).toBeVisible();
    await expect(phone.page.getByRole('link', { name: /Sync problem/ })).toBeVisible();
  });
});

test('equipment of a country is found by a site that is looked for as one types', async ({
  central,
  desk,
}) => {
  for (const [code, name] of [
    ['HC-1', 'Gizo'],
    ['HC-2', 'Noro'],
  ] as const)
    await equip(central.staff, await central.staff.makeSite(code, name), 2);
  const page = await signIn(desk);
  await desk.open('/fleet');
  await expect(page.getByRole('link', { name: 'HC-1-001' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'HC-2-001' })).toBeVisible();
  await tabTo(page.getByRole('button', { name: /^Site/ }));
  await page.keyboard.press('Enter');
  const choice = page.getByRole('dialog', { name: 'Choose a site' });
  await expect(choice.getByRole('listitem')).toHaveCount(2);
  // what is typed at once is not lost
  await expect(choice.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('nor');
  await expect(choice.getByRole('listitem')).toHaveCount(1);
  await tabTo(choice.getByRole('button', { name: 'Noro' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'HC-2-001' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'HC-1-001' })).toHaveCount(0);
  await page.getByLabel('Store', { exact: true }).selectOption({ label: 'Noro store · HC-2-1' });
  await page.reload();
  await expect(page.getByRole('button', { name: /^Site/ })).toContainText('Noro');
  await page.getByRole('button', { name: 'All sites', exact: true }).click();
  await expect(page.getByRole('link', { name: 'HC-1-001' })).toBeVisible();
});

test.describe('the pages of support staff', () => {
  // axe reads every element of many pages
  test.slow();

  test('have no accessibility faults, on a phone and in Arabic too', async ({ browser, central, desk }) => {
    const site = await central.staff.makeSite('HC-9', 'Seghe');
    await equip(central.staff, site, 3);
    await central.staff.join(site, 'A phone');
    const phone = await Device.switchOn(browser, phoneLike, central.origin);
    for (const [device, language] of [
      [desk, 'en'],
      [phone, 'ar'],
    ] as const) {
      const page = await signIn(device);
      await device.open('/more');
      await page.getByRole('combobox').first().selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const path of ['/users', '/audit', '/sites', `/sites/${site.id}`, '/fleet', '/central-data']) {
        await device.open(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessible(page);
      }
    }
    await phone.switchOff();
  });
});
