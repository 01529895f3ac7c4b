// The pages of central data: edited on central, with the keyboard alone too; read only at a site, against every try.
import { expectAccessible } from '../fixtures/accessible';
import { lists, openRecord } from '../fixtures/central-data-pages';
import { tabTo } from '../fixtures/keyboard';
import { join } from '../fixtures/site-steps';
import { signIn } from '../fixtures/staff-steps';
import { expect, test } from '../fixtures/test';

// Axe reads every element of many pages: that takes its time on a slow machine.
test.slow();

test('at a site every page of central data is read only, and says where it can be edited', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/central-data');
  const alert = page.getByRole('alertdialog', { name: 'Only allowed on the central server' });
  await expect(page.getByRole('link', { name: 'Central server only' })).toBeVisible();
  await expectAccessible(page);
  for (const listed of lists) {
    await test.step(listed.list, async () => {
      await phone.open(listed.list);
      await expect(page.getByRole('link', { name: 'Central server only' })).toBeVisible();
      await page.getByRole('link', { name: listed.add }).first().click();
      await expect(alert).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(alert).toBeHidden();
      await expectAccessible(page);

      const path = await openRecord(page, listed);
      await expect(page.getByRole('link', { name: 'Central server only' })).toBeVisible();
      await tabTo(page.getByRole('link', { name: 'Edit', exact: true }));
      await page.keyboard.press('Enter');
      await expect(alert).toBeVisible();
      await page.keyboard.press('Escape');
      await tabTo(page.getByRole('button', { name: 'Retire', exact: true }));
      await page.keyboard.press('Enter');
      await expect(alert).toBeVisible();
      await page.keyboard.press('Escape');
      await expectAccessible(page);

      await phone.open(`${path}/edit`);
      await expect(alert).toBeVisible();
      await expect(page.locator('form')).toHaveCount(0);
    });
  }
  await phone.open('/central-data/tables/items');
  await expect(alert).toBeVisible();
  await expect(page.getByLabel('File to import')).toHaveCount(0);
});

for (const [language, places] of [
  ['en', lists],
  ['ar', lists.slice(0, 1)],
] as const)
  test(`the pages of central data on central have no accessibility faults, language ${language}`, async ({
    desk,
  }) => {
    const page = await signIn(desk);
    const paths = ['/central-data', '/central-data/tables', '/central-data/tables/items'];
    for (const listed of places) {
      await desk.open(listed.list);
      const path = await openRecord(page, listed);
      paths.push(listed.list, path, `${path}/edit`);
    }
    await desk.open('/more');
    await page.getByLabel('Language').selectOption(language);
    for (const path of paths) {
      await desk.open(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectAccessible(page);
    }
  });

test('with the keyboard alone a reason is added, renamed, retired and brought back, and its history tells', async ({
  desk,
}) => {
  const page = await signIn(desk);
  await desk.open('/central-data/status-reasons');
  await tabTo(page.getByRole('main').getByRole('link', { name: /^Add/ }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('combobox', { name: 'Functional status' }));
  await page.keyboard.type('Not f');
  await tabTo(page.getByRole('textbox', { name: 'Reason' }));
  await page.keyboard.type('Lack of power');
  await tabTo(page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is one named Lack of power here already.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Door broken');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Door broken' })).toBeVisible();

  await tabTo(page.getByRole('link', { name: 'Edit', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing uses it yet.')).toBeVisible();
  await tabTo(page.getByRole('textbox', { name: 'Reason' }));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Lid broken');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Lid broken' })).toBeVisible();

  await tabTo(page.getByRole('button', { name: 'Retire', exact: true }));
  await page.keyboard.press('Enter');
  const asking = page.getByRole('alertdialog', { name: 'Retire Lid broken?' });
  await tabTo(asking.getByRole('button', { name: 'Retire' }));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Bring back' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Retire', exact: true })).toBeVisible();

  const history = page.getByRole('list', { name: 'History' });
  await expect(history.getByText('Brought back')).toBeVisible();
  await tabTo(history.getByRole('button', { name: 'Put back Door broken' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Door broken' })).toBeVisible();
});

test('staff are asked once whether the examples that a programme begins with stay', async ({ desk }) => {
  const page = await signIn(desk);
  await desk.open('/central-data');
  const question = page.getByText('This programme began with starter data');
  await page.getByRole('button', { name: 'Retire the examples' }).click();
  const asking = page.getByRole('alertdialog', { name: 'Retire the examples?' });
  await asking.getByRole('button', { name: 'Retire the examples' }).click();
  await expect(page.getByText('The examples are retired.')).toBeVisible();
  await expect(question).toBeHidden();
  await desk.open('/catalogue');
  await expect(page.getByText('0 of 0 catalogue items')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Show 168 retired ones too' }).check();
  await page.getByRole('main').getByRole('link', { name: 'E003/007' }).click();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByRole('button', { name: 'Retire', exact: true })).toBeVisible();
  await desk.open('/central-data');
  await expect(page.getByText('1 catalogue item', { exact: true })).toBeVisible();
  await expect(question).toHaveCount(0);
});

test('staff who may only look are told which right an edit takes, and get no form', async ({
  central,
  desk,
}) => {
  await central.staff.addUser({
    username: 'reader',
    password: 'only reading here',
    permissions: ['read-fleet'],
  });
  const page = await signIn(desk, { username: 'reader', password: 'only reading here' });
  for (const [path, right] of [
    ['/catalogue', 'Edit the catalogue'],
    ['/central-data/status-reasons/new', 'Edit status reasons'],
    ['/central-data/items', 'Edit items and pack variants'],
  ]) {
    await desk.open(path);
    await expect(page.getByText(`your account needs the right “${right}”`)).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: /^Add/ })).toHaveCount(0);
    await expect(page.locator('form')).toHaveCount(0);
  }
  await desk.open('/central-data/tables/items');
  await expect(page.getByLabel('File to import')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Download as CSV' })).toBeEnabled();
});
