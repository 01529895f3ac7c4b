// Text that a person has begun to type is there again, after any accident of the page in the middle: in every form there is.
import type { Page } from '@playwright/test';
import { equip } from '../../central/equipment';
import type { Device } from '../fixtures/device';
import { drawJpeg, readTable } from '../fixtures/files';
import { join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

interface FormCase {
  name: string;
  /** from the page at `path` to the form, where it stands in a dialog */
  path: string;
  open?: (page: Page) => Promise<void>;
  /** the field that is typed into, and the text */
  field: string;
}

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

async function expectContinued(device: Device, { path, open, field }: FormCase): Promise<void> {
  const begun = await device.open(path);
  await open?.(begun);
  await begun.getByRole('textbox', { name: field, exact: true }).fill(typed);
  await expect.poll(() => isKept(begun, typed)).toBe(true);
  await kill(device);
  const page = await device.open('/');
  const home = page.getByRole('link', { name: /^Continue what you began at/ });
  await home.click();
  await expect(page.getByRole('textbox', { name: field, exact: true })).toHaveValue(typed);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByRole('textbox', { name: field, exact: true })).not.toHaveValue(typed);
  await device.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect.poll(() => isKept(page, typed)).toBe(false);
  await expect(home).toBeHidden();
}

test('a phone keeps what was typed into any form of it through the end of the page', async ({
  central,
  phone,
}) => {
  test.slow();
  const site = await central.staff.makeSite('HC-9', 'Munda');
  const [asset = ''] = await equip(central.staff, site, 2);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await expect(phone.page.getByText('All stored at central').first()).toBeVisible();
  const forms: FormCase[] = [
    { name: 'add', path: '/assets/new', field: 'Serial number' },
    { name: 'edit', path: `/assets/${asset}/edit`, field: 'Storage location' },
    { name: 'status', path: `/assets/${asset}/status`, field: 'Comment' },
    { name: 'mapping', path: `/assets/${asset}/mapping`, field: 'What was found' },
    {
      name: 'status of several',
      path: '/assets',
      open: async (page) => {
        await page.getByRole('button', { name: 'Select' }).click();
        await page.getByRole('checkbox').first().check();
        await page.getByRole('button', { name: 'Set status' }).click();
      },
      field: 'Comment',
    },
    {
      name: 'round',
      path: '/scan/round',
      open: async (page) => {
        await page.getByRole('button', { name: 'Start' }).click();
        await page.getByRole('button', { name: 'It is here' }).first().click();
        await page
          .getByRole('list', { name: /^Found/ })
          .getByRole('button')
          .first()
          .click();
      },
      field: 'Comment',
    },
    {
      name: 'person',
      path: '/more',
      open: (page) => page.getByRole('button', { name: 'Add a person' }).click(),
      field: 'Name',
    },
  ];
  for (const form of forms) await test.step(form.name, () => expectContinued(phone, form));
});

test('a browser of support staff keeps what was typed into any form of it', async ({ central, desk }) => {
  test.slow();
  const site = await central.staff.makeSite('HC-9', 'Munda');
  await central.staff.makeSite('HC-10', 'Gizo');
  await signIn(desk);
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
  const forms: FormCase[] = [
    { name: 'site', path: '/sites', open: press('Add site'), field: 'Site name' },
    { name: 'name of a site', path: `/sites/${site.id}`, open: press('Rename'), field: 'Site name' },
    { name: 'store', path: `/sites/${site.id}`, open: press('Add store'), field: 'Store name' },
    { name: 'user', path: '/users', open: press('Add user'), field: 'Name' },
    {
      name: 'rights of a user',
      path: '/users',
      open: (page) => page.getByRole('main').getByRole('listitem').getByRole('link').first().click(),
      field: 'Name',
    },
    { name: 'catalogue', path: '/catalogue/new', field: 'Model' },
    { name: 'reason', path: '/central-data/status-reasons/new', field: 'Reason' },
    { name: 'item', path: '/central-data/items/new', field: 'Name' },
    { name: 'property', path: '/central-data/properties/new', field: 'Name' },
    { name: 'class', path: '/central-data/classes/new', field: 'Name' },
  ];
  for (const form of forms) await test.step(form.name, () => expectContinued(desk, form));
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
  await page.getByRole('link', { name: 'Home' }).click();
  await leave.getByRole('button', { name: 'Keep for later' }).click();
  await page.getByRole('link', { name: /^Continue/ }).click();
  await expect(page.getByLabel('Serial number')).toHaveValue('SN-77');
  await page.getByRole('link', { name: 'Home' }).click();
  await leave.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Munda' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Continue/ })).toBeHidden();
  expect(await isKept(page, 'SN-77')).toBe(false);
});
