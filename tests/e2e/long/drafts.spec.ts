// Text that a person has begun to type is there again, after any accident of the page in the middle: in every form there is.
import type { Page } from '@playwright/test';
import { equip } from '../../central/equipment';
import type { Staff } from '../../central/staff';
import type { Device } from '../fixtures/device';
import { drawJpeg, readTable } from '../fixtures/files';
import { formsOfCentralData, formsOfSite, formsOfStaff, type FormCase } from '../fixtures/forms';
import { goHome, join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

// Each form is killed in, one after the other.
test.describe.configure({ timeout: 900_000 });

const typed = 'Half a word';

/** As Android takes the memory of a page: nothing of it gets the chance to save anything. */
async function kill(device: Device): Promise<void> {
  const session = await device.context.newCDPSession(device.page);
  const crashed = device.page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await device.closeApp();
}

/** True if this browser keeps a draft with the text. */
const isKept = async (page: Page, text: string): Promise<boolean> =>
  JSON.stringify(await readTable(page, 'drafts')).includes(text);

async function expectContinued(
  device: Device,
  { path, open, field, role = 'textbox' }: FormCase,
): Promise<void> {
  const filled = (page: Page) => page.getByRole(role, { name: field, exact: true });
  const begun = await device.open(path);
  await open?.(begun);
  await filled(begun).fill(typed);
  await expect.poll(() => isKept(begun, typed)).toBe(true);
  await kill(device);
  const page = await device.open('/');
  const home = page.getByRole('link', { name: /^Continue what you began at/ });
  await home.click();
  await expect(filled(page)).toHaveValue(typed);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(filled(page)).not.toHaveValue(typed);
  await device.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => isKept(page, typed)).toBe(false);
  await expect(home).toBeHidden();
}

async function country(staff: Staff): Promise<Record<'site' | 'withV6' | 'asset', string>> {
  const site = await staff.makeSite('HC-9', 'Munda');
  const withV6 = await staff.makeSite('HC-10', 'Gizo');
  await staff.makeRegion('N', 'North');
  const [asset = ''] = await equip(staff, site, 2);
  return { site: site.id, withV6: withV6.id, asset };
}

test('a phone keeps what was typed into any form of it through the end of the page', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-9', 'Munda');
  const [asset = ''] = await equip(central.staff, site, 2);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await expect(phone.page.getByText('All stored at central').first()).toBeVisible();
  for (const one of formsOfSite(asset)) await test.step(one.form, () => expectContinued(phone, one));
});

test('a browser of support staff keeps what was typed into any form of it', async ({ central, desk }) => {
  const { site, withV6, asset } = await country(central.staff);
  const page = await signIn(desk);
  await page.goto(`${desk.origin}/sites/${withV6}`);
  await page.getByRole('button', { name: 'Set up' }).click();
  const form = page.getByRole('dialog', { name: /^Open mSupply at / });
  await form.getByLabel('Password').fill('pass of the site');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Add person' })).toBeVisible();
  for (const one of formsOfStaff({ site, withV6, asset }))
    await test.step(`${one.form} at ${one.path}`, () => expectContinued(desk, one));
});

test('a browser of support staff keeps what was typed into a form of any central data', async ({ desk }) => {
  await signIn(desk);
  for (const one of formsOfCentralData) await test.step(one.entity, () => expectContinued(desk, one));
});

test('a browser that belongs to nobody yet keeps the name that the device is to have', async ({ phone }) => {
  const begun = await phone.open('/join');
  await begun.getByLabel('Name of this device').fill(typed);
  await expect.poll(() => isKept(begun, typed)).toBe(true);
  await kill(phone);
  const page = await phone.open('/join');
  await expect(page.getByLabel('Name of this device')).toHaveValue(typed);
});

test('photos stay with what was typed, and saving ends the draft', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-9', 'Munda');
  const [asset = ''] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  let page = await phone.open(`/assets/${asset}/status`);
  await page.getByLabel('Comment', { exact: true }).fill(typed);
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 800, 600) });
  await expect(page.getByRole('button', { name: 'Remove door.jpg' })).toBeVisible();
  await expect.poll(async () => (await readTable(page, 'draftFiles')).length).toBe(1);
  await kill(phone);
  page = await phone.open('/');
  await page.getByRole('link', { name: /^Continue/ }).click();
  await expect(page.getByRole('button', { name: 'Remove door.jpg' })).toBeVisible();
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(typed).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /door\.jpg/ }).first()).toBeVisible();
  await phone.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await isKept(page, typed)).toBe(false);
});

test('whoever leaves a form is asked, and may keep what was typed for later', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-9', 'Munda');
  await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/assets/new');
  await page.getByLabel('Serial number').fill('SN-77');
  const leave = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await goHome(page);
  await leave.getByRole('button', { name: 'Keep for later' }).click();
  await page.getByRole('link', { name: /^Continue/ }).click();
  await expect(page.getByLabel('Serial number')).toHaveValue('SN-77');
  await goHome(page);
  await leave.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Munda' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Continue/ })).toBeHidden();
  expect(await isKept(page, 'SN-77')).toBe(false);
});
