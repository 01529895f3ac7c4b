// Several people on one phone, without a network: each signs with their name, does what their rights allow, and is shown what they do not.
import type { Page } from '@playwright/test';
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { tabTo } from './fixtures/keyboard';
import { history, join, updateStatus } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

interface NewPerson {
  name: string;
  may?: string;
  pin?: string;
}

/** On the page More. */
async function addPerson(page: Page, { name, may, pin }: NewPerson): Promise<void> {
  await page.getByRole('button', { name: 'Add a person' }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  await form.getByLabel('Name').fill(name);
  if (may !== undefined) await form.getByRole('radio', { name: may, exact: true }).check();
  if (pin !== undefined) await form.getByLabel('PIN', { exact: true }).fill(pin);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
}

/** Anywhere that asks who it is. Without a PIN it is done once nothing asks any more: only then is it on the device. */
async function choose(page: Page, name: string, pin?: string): Promise<void> {
  const asking = page.getByRole('dialog').last();
  await asking.getByRole('button', { name }).click();
  if (pin === undefined) {
    await expect(page.getByRole('dialog')).toHaveCount(0);
    return;
  }
  await asking.getByLabel(`PIN of ${name}`).fill(pin);
  await asking.getByRole('button', { name: /^Continue as / }).click();
}

test('people who share a phone sign with their name and do what each of them may', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const [assetId] = await equip(central.staff, site, 1);
  const asset = `/assets/${assetId}`;
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  let page = await phone.open('/more');

  await test.step('the first one may do everything and says what the others may', async () => {
    await addPerson(page, { name: 'Amina', pin: '2468' });
    await addPerson(page, { name: 'Joao', may: 'Record status' });
    await addPerson(page, { name: 'Lena', may: 'Look only' });
    const people = page.getByRole('list', { name: 'Who uses this device' });
    await expect(people.getByRole('listitem').filter({ hasText: 'Amina' })).toContainText('Chosen now');
    await expect(people.getByRole('listitem').filter({ hasText: 'Joao' })).toContainText('Record status');
    await expectAccessible(page);
  });

  await test.step('one who records status may not edit: hidden, and refused where an address leads there', async () => {
    await page.getByRole('button', { name: 'Choose a name' }).click();
    await choose(page, 'Joao');
    await expect(page.getByText('Joao: look and record status')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add a person' })).toBeHidden();
    await phone.open(`${asset}/edit`);
    await expect(page.getByRole('alert')).toContainText('Joao can’t add or edit equipment on this device.');
    await phone.open('/assets/new');
    await expect(page.getByRole('alert')).toContainText('Joao can’t add or edit equipment on this device.');
    await expectAccessible(page);
    await phone.open(asset);
    await updateStatus(page, 'Needs attention');
    await expect(history(page).first()).toContainText('Joao');
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByRole('button', { name: 'Remove' })).toBeHidden();
  });

  await test.step('one who may only look is led back by choosing another name, with the keyboard', async () => {
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await choose(page, 'Lena');
    await phone.open(`${asset}/status`);
    await expect(page.getByRole('alert')).toContainText('Lena can’t record status on this device.');
    await tabTo(page.getByRole('alert').getByRole('button', { name: 'Choose a name' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Joao' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('radio', { name: 'Functioning', exact: true })).toBeVisible();
    await expect(page.getByText('Recorded as Joao.')).toBeVisible();
  });

  await test.step('nobody signs as a person with a PIN without it, and guessing becomes slow', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Change', exact: true }).last().click();
    for (const pin of ['0000', '1111', '2222']) {
      await choose(page, 'Amina', pin);
      await expect(page.getByText('Wrong PIN. Try again.')).toBeVisible();
      await page.getByRole('button', { name: 'Back', exact: true }).last().click();
    }
    await choose(page, 'Amina', '2468');
    await expect(page.getByText(/^Too many wrong PINs\. Try again in \d+ s\.$/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Recorded as Joao.')).toBeVisible();
  });

  await test.step('a locked device keeps what was typed, and opens to a name', async () => {
    await page.getByLabel('Comment').fill('The door does not close');
    const other = await phone.context.newPage();
    await other.goto(`${phone.origin}/more`);
    const locked = { name: 'This device is locked' };
    await other.getByRole('button', { name: 'Lock now' }).click();
    // a page that goes before that is on the device has locked nothing
    await expect(other.getByRole('dialog', locked)).toBeVisible();
    await other.close();
    const lock = page.getByRole('dialog', locked);
    await expect(lock).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(lock).toBeVisible();
    await expectAccessible(page);
    await choose(page, 'Joao');
    await expect(lock).toBeHidden();
    await expect(page.getByLabel('Comment')).toHaveValue('The door does not close');
    await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(history(page)).toHaveCount(3);
  });

  await test.step('a lock outlives a restart', async () => {
    await phone.open('/more');
    const lock = page.getByRole('dialog', { name: 'This device is locked' });
    await page.getByRole('button', { name: 'Lock now' }).click();
    await expect(lock).toBeVisible();
    await phone.closeApp();
    page = await phone.open(asset);
    await expect(page.getByRole('dialog', { name: 'This device is locked' })).toBeVisible();
    await choose(page, 'Lena');
    await expect(page.getByText('Lena: look only')).toBeVisible();
  });

  await phone.goOnline();
  await expect
    .poll(async () => (await central.staff.assets())[0]?.functionalStatus, { timeout: 30_000 })
    .toBe('FUNCTIONING');
});

test('a device locks itself when nobody has touched it for the chosen time, and only if that was chosen', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  let page = await phone.open('/more');
  await addPerson(page, { name: 'Amina' });
  const longAgo = () => page.evaluate(() => localStorage.setItem('waypost.last-touch', '1000'));
  const lock = page.getByRole('dialog', { name: 'This device is locked' });
  await longAgo();
  page = await phone.open('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(lock).toBeHidden();

  await phone.open('/more');
  await page.getByLabel('Lock automatically').selectOption({ label: 'After 5 minutes' });
  await expect(page.getByLabel('Lock automatically')).toHaveValue('5');
  await longAgo();
  await phone.open('/');
  await expect(lock).toBeVisible();
  await lock.getByRole('button', { name: 'Amina' }).click();
  await expect(lock).toBeHidden();
});
