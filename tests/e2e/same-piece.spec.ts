// Two records of one piece: seen on the first page, merged with both side by side, taken back; and the same at central.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { addAsset, history, join } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('two records of one fridge are merged at the site, separated, and merged at central', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [firstId] = await equip(central.staff, site, 1);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  await addAsset(phone, {
    catalogueCode: 'E003/007',
    number: 'HC-7-900',
    status: 'Not in use',
    serial: 'sn1000',
    isTwin: true,
  });
  const page = await phone.open('/');

  await test.step('the first page leads to them, and the page of each names the other', async () => {
    const needs = page.getByRole('region', { name: 'Needs action' });
    await expect(needs.getByText('2 items need a decision')).toBeVisible();
    await needs.getByRole('link', { name: 'Review' }).click();
    await page.getByRole('link', { name: 'HC-7-900' }).click();
    await expect(page.getByText('HC-7-001 has the same serial number and manufacturer')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('both stand side by side; the number that is chosen stays, with the history of both', async () => {
    await page.getByRole('button', { name: 'Same item: merge with HC-7-001' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('region', { name: 'HC-7-900' })).toContainText('Not in use');
    await expect(dialog.getByRole('region', { name: 'HC-7-001' })).toContainText('SN1000');
    await expectAccessible(page);
    await dialog.getByRole('radio', { name: 'HC-7-001' }).check();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
    await expect(history(page)).toHaveCount(2);
    await expect(page.getByText('Not in use', { exact: true }).first()).toBeVisible();
    await page.goto(`${phone.origin}/assets`);
    await expect(page.getByRole('link', { name: /HC-7-001/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /HC-7-900/ })).toBeHidden();
  });

  await test.step('the merged record says where it went, and is separated again', async () => {
    await page.getByRole('link', { name: /HC-7-001/ }).click();
    const others = page.getByRole('list', { name: 'Other records of this item' });
    await others.getByRole('link', { name: 'Show HC-7-900' }).click();
    await expect(page.getByText('This record was merged into HC-7-001')).toBeVisible();
    await page.getByRole('button', { name: 'Separate again' }).click();
    await expect(page.getByText('HC-7-001 has the same serial number and manufacturer')).toBeVisible();
    await expect(history(page)).toHaveCount(1);
  });

  await phone.goOnline();
  await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();

  await test.step('central shows the pair as a problem and merges it; the phone shows the same', async () => {
    const there = await signIn(desk);
    await desk.open('/');
    const problems = there.getByRole('list', { name: 'Problems' });
    // both are named, so that one knows which two they are
    await expect(problems.getByRole('listitem')).toContainText(/HC-7-\d+.*HC-7-\d+/);
    await problems.getByRole('button', { name: 'Merge' }).click();
    const dialog = there.getByRole('dialog');
    await expect(dialog.getByRole('region', { name: 'HC-7-900' })).toBeVisible();
    await dialog.getByRole('radio', { name: 'HC-7-001' }).check();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await expect(problems).toBeHidden();
    await page.goto(`${phone.origin}/assets/${firstId}`);
    await expect(page.getByRole('list', { name: 'Other records of this item' })).toContainText('HC-7-900');
    await expect(history(page)).toHaveCount(2);
  });
});

test('two records that nothing betrays, without a serial number, are found and merged by hand', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const [firstId] = await equip(central.staff, site, 3);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  await addAsset(phone, { catalogueCode: 'E003/002', number: 'HC-8-900', status: 'Not in use' });
  const page = phone.page;
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Merge with another record' }).click();
  const finding = page.getByRole('dialog', { name: 'Which record is the same item as HC-8-900?' });
  await expect(finding.getByRole('list', { name: 'Equipment' }).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);
  await finding.getByRole('searchbox').fill('sn1000');
  await finding.getByRole('button', { name: 'HC-8-001' }).click();
  const merging = page.getByRole('dialog', { name: 'Are these the same item?' });
  await merging.getByRole('radio', { name: 'HC-8-001' }).check();
  await merging.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'HC-8-001' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/assets/${firstId}`);
  await page.getByRole('tab', { name: 'Status history' }).click();
  await expect(history(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The two records are separate again')).toBeVisible();
  await expect(history(page)).toHaveCount(1);
});

test('of two stores: the site moves one to the other’s store first, and central does both at once', async ({
  central,
  phone,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-9', 'Gizo', ['Ward']);
  await equip(central.staff, site, 2);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = phone.page;
  await addAsset(phone, { catalogueCode: 'E003/002', number: 'HC-9-W', status: 'Not in use' });
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Move to another store' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move to Ward' }).click();
  await expect(page.getByText('Will move to Ward when connected')).toBeHidden();
  await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();

  await test.step('at the site', async () => {
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Merge with another record' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /HC-9-001.*Gizo store/ })
      .click();
    const moving = page.getByRole('alertdialog', { name: 'Are these the same item?' });
    await expect(moving).toContainText('HC-9-001 is registered in the store Gizo store');
    await expectAccessible(page);
    await moving.getByRole('button', { name: 'Move HC-9-001 to Ward' }).click();
    await expect(page.getByText('1 item moves to Ward')).toBeVisible();
    await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
    await page.getByRole('button', { name: 'Merge with another record' }).click();
    await page.getByRole('dialog').getByRole('searchbox').fill('HC-9-001');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /HC-9-001/ })
      .click();
    const merging = page.getByRole('dialog', { name: 'Are these the same item?' });
    await merging.getByRole('radio', { name: 'HC-9-001' }).check();
    await merging.getByRole('button', { name: 'Merge' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-9-001' })).toBeVisible();
  });

  await test.step('at central, found among all equipment', async () => {
    const there = await signIn(desk);
    await desk.open('/fleet?q=HC-9-001');
    await there.getByRole('link', { name: 'HC-9-001' }).click();
    await there.getByRole('button', { name: 'Merge with another record' }).click();
    const finding = there.getByRole('dialog', { name: 'Which record is the same item as HC-9-001?' });
    await finding.getByRole('searchbox').fill('HC-9-002');
    await expectAccessible(there);
    await finding.getByRole('button', { name: /HC-9-002/ }).click();
    const merging = there.getByRole('dialog', { name: 'Are these the same item?' });
    await merging.getByRole('radio', { name: 'HC-9-002' }).check();
    await merging.getByRole('button', { name: 'Merge' }).click();
    await expect(there.getByRole('heading', { level: 1, name: 'HC-9-002' })).toBeVisible();
    await expect(there.getByRole('list', { name: 'Other records of this item' })).toContainText('HC-9-001');
  });
});
