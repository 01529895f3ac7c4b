// Labels as a handheld scanner sends them, on a phone without a network: other separators, lost ones, other keys, another maker.
import type { Page } from '@playwright/test';
import type { Device } from './fixtures/device';
import { addAsset, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

const GTIN = '09506000134352';

interface Key {
  key: string;
  code?: string;
  text?: string;
  modifiers?: number;
}

const ALT = 1;
const typed = (text: string): Key[] =>
  [...text].map((key) =>
    key === '\u001d' ? { key: ']', code: 'BracketRight', modifiers: 2 } : { key, text: key },
  );
const enter: Key = { key: 'Enter', text: '\r' };
const altCode = (digits: string): Key[] => [
  { key: 'Alt', code: 'AltLeft', modifiers: ALT },
  ...[...digits].map((key) => ({ key, code: `Numpad${key}`, modifiers: ALT })),
];

/** A key every eight milliseconds by the keyboard's own clock, however busy the machine is. */
async function scan(page: Page, ...keys: Key[]): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [at, key] of keys.entries()) {
    const timestamp = start + at * 0.008;
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp });
    await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key, timestamp });
  }
  await keyboard.detach();
}

/** A page of the app that hears scanners and has no field. */
async function elsewhere(phone: Device): Promise<void> {
  await phone.page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
  await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function saveFromLabel(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: 'Add this equipment' }).click();
  await page.getByLabel('Search the catalogue').fill('E003/002');
  await page.getByRole('list', { name: 'Catalogue item' }).getByRole('button', { name: 'E003/002' }).click();
  await page.getByLabel('Asset number').fill(number);
  await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
}

test('what scanners make of a label is read, or asked, and never locked wrong', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-014', 'Auki Health Centre');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await addAsset(phone, {
    catalogueCode: 'E003/007',
    number: 'RDG-001',
    serial: '1001',
    status: 'Functioning',
  });
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/assets');
  const heading = (name: string) => page.getByRole('heading', { name });
  const serial = page.getByLabel('Serial number');

  await test.step('the bare id that Open mSupply prints opens its asset', async () => {
    await page.getByRole('link', { name: /RDG-001/ }).click();
    await expect(heading('RDG-001')).toBeVisible();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await elsewhere(phone);
    await scan(page, ...typed(id), enter);
    await expect(heading('RDG-001')).toBeVisible();
  });

  await test.step('a serial number alone never opens another maker’s piece', async () => {
    await scan(page, ...typed(`]d201${GTIN}211001`), enter);
    await expect(heading('Is it this one?')).toBeVisible();
    await expect(page.getByRole('link', { name: /RDG-001/ })).toBeVisible();
  });

  await test.step('lost separators are told, and nothing is locked', async () => {
    await scan(page, ...typed(`01${GTIN}2112345611240101`), enter);
    await expect(page.getByText('seems to leave out the signs')).toBeVisible();
    await page.getByRole('link', { name: 'Add this equipment' }).click();
    await expect(serial).toHaveValue('12345611240101');
    await expect(serial).toBeEditable();
    await page.goBack();
    await expect(heading('Scan a label')).toBeVisible();
  });

  await test.step('a separator as another sign, as Alt and 029, or as a Tab at the end', async () => {
    await scan(page, ...typed(`01${GTIN}21ABC|240E003/007`), enter);
    await expect(page.getByText('ABC', { exact: true })).toBeVisible();
    await scan(page, ...typed(`01${GTIN}21999456`), ...altCode('029'), ...typed('11240101'), enter);
    await expect(page.getByText('999456', { exact: true })).toBeVisible();
    await scan(page, ...typed(`01${GTIN}21123456\u001d11240101`), { key: 'Tab', code: 'Tab' });
    await expect(page.getByText('123456', { exact: true })).toBeVisible();
  });

  await test.step('an impossible sign is named, and what was read can be mended', async () => {
    await scan(page, ...typed(`01${GTIN}21AX@77`), enter);
    await expect(page.getByText('The sign “@”')).toBeVisible();
    await page.getByLabel('What was read').fill(`01${GTIN}21AX-77`);
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(heading('Not registered here yet')).toBeVisible();
  });

  await test.step('an individual asset id opens what was added by it', async () => {
    await scan(page, ...typed(']d28004950600013TAG000123'), enter);
    await expect(page.getByText('950600013TAG000123', { exact: true })).toBeVisible();
    await saveFromLabel(page, 'RDG-002');
    await elsewhere(phone);
    await scan(page, ...typed('8004950600013TAG000123'), enter);
    await expect(heading('RDG-002')).toBeVisible();
  });

  await test.step('a web address is the label that it holds; a wrong lock can be taken away', async () => {
    await scan(page, ...typed(`https://id.example.org/01/${GTIN}/21/AX-77?11=240101`), enter);
    await saveFromLabel(page, 'RDG-003');
    await elsewhere(phone);
    await scan(page, ...typed(`]d201${GTIN}21AX-77`), enter);
    await expect(heading('RDG-003')).toBeVisible();
    await page.getByRole('link', { name: 'Edit details' }).click();
    await expect(serial).not.toBeEditable();
    await page.getByRole('button', { name: 'The label is wrong: type it by hand' }).click();
    await serial.fill('AX-770');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByText('AX-770', { exact: true })).toBeVisible();
  });
});
