// A site with several stores, seen one by one or all together; a round that finds equipment that belongs elsewhere; and another language
// without a reload. All without a network.
import { addAsset, join } from './fixtures/site-steps';
import { expect, test } from './fixtures/test';

test('several stores are seen together or one by one, and a round tells what belongs elsewhere', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi', ['Cold store']);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/assets/new');

  await test.step('each store counts its own numbers', async () => {
    await expect(page.getByLabel('Asset number')).toHaveValue('HC-7-1-001');
    await page.getByRole('combobox', { name: 'Store', exact: true }).selectOption({ label: 'Cold store' });
    await expect(page.getByLabel('Asset number')).toHaveValue('HC-7-2-001');
    await page.getByLabel('Search the catalogue').fill('E003/002');
    await page
      .getByRole('list', { name: 'Catalogue item' })
      .getByRole('button', { name: 'E003/002' })
      .click();
    await page.getByRole('radio', { name: 'Functioning', exact: true }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-2-001' })).toBeVisible();
    await expect(page.getByRole('banner').getByText('Cold store')).toBeVisible();
    await addAsset(phone, { catalogueCode: 'E003/002', number: 'HC-7-1-001', status: 'Not in use' });
  });

  await test.step('the list shows all stores, or one, which its address says', async () => {
    await phone.open('/assets');
    await expect(page.getByRole('link', { name: /HC-7-[12]-001/ })).toHaveCount(2);
    await page.getByRole('button', { name: 'Filter and sort' }).click();
    await page
      .getByRole('dialog')
      .getByRole('combobox', { name: 'Store', exact: true })
      .selectOption({ label: 'Cold store' });
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: /HC-7-[12]-001/ })).toHaveCount(1);
    await page.reload();
    await expect(page.getByRole('link', { name: /HC-7-2-001/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /HC-7-1-001/ })).toBeHidden();
  });

  await test.step('one store chosen for the whole app: home, list, a new asset and export go by it, also tomorrow', async () => {
    await phone.open('/');
    const counts = page.getByRole('table', { name: 'Equipment status' });
    const chosen = page.getByRole('combobox', { name: 'Store to show' });
    await expect(counts.getByRole('row', { name: 'Functioning 1', exact: true })).toBeVisible();
    await expect(counts.getByRole('row', { name: 'Not in use 1' })).toBeVisible();
    const otherTab = await phone.context.newPage();
    await otherTab.goto(phone.origin);
    const chosenThere = otherTab.getByRole('combobox', { name: 'Store to show' });
    await expect(chosenThere).toHaveValue('');
    await chosen.selectOption({ label: 'Cold store' });
    await expect(chosenThere).toHaveValue(site.stores[1]?.id ?? 'a second store');
    await otherTab.close();
    await expect(counts.getByRole('row', { name: /^Not in use/ })).toBeHidden();
    await expect(counts.getByRole('row', { name: 'Functioning 1', exact: true })).toBeVisible();
    await phone.open('/assets');
    await expect(page.getByText('1 of 1', { exact: false })).toBeVisible();
    await expect(page.getByRole('link', { name: /HC-7-2-001/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /HC-7-1-001/ })).toBeHidden();
    await phone.open('/assets/new');
    await expect(page.getByLabel('Asset number')).toHaveValue('HC-7-2-002');
    await phone.open('/assets/tables');
    await expect(page.getByText('Only the equipment of Cold store')).toBeVisible();
  });

  await test.step('a store in the address of the list goes before the choice, and all stores are one choice away', async () => {
    await phone.open(`/assets?store=${site.stores[0]?.id ?? ''}`);
    await expect(page.getByRole('link', { name: /HC-7-1-001/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /HC-7-2-001/ })).toBeHidden();
    await page.getByRole('combobox', { name: 'Store to show' }).selectOption({ label: 'All stores' });
    await expect(page.getByRole('link', { name: /HC-7-[12]-001/ })).toHaveCount(2);
    expect(new URL(page.url()).search).toBe('');
  });

  await test.step('a round in one store names what belongs to another, and records it all the same', async () => {
    await phone.open('/scan/round');
    await page.getByRole('combobox', { name: 'Store', exact: true }).selectOption({ label: 'Cold store' });
    await page.getByRole('button', { name: 'Start the round' }).click();
    for (const [number, said] of [
      ['HC-7-2-001', 'HC-7-2-001 is here'],
      ['HC-7-1-001', /^HC-7-1-001 belongs to /],
    ] as const) {
      await page.getByLabel('Number on the label').fill(number);
      await page.keyboard.press('Enter');
      await expect(page.getByText(said)).toBeVisible();
    }
    await expect(page.getByText('1 of 1 found')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Not expected here (1)' })).toContainText('HC-7-1-001');
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
    await expect(page.getByText('2 items were checked, and the status of each is recorded.')).toBeVisible();
    await expect(page.getByText('Nothing is missing.')).toBeVisible();
  });
});

test('another language is there at once, with its figures and its direction, and what was written stays as it is', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await addAsset(phone, { catalogueCode: 'E003/002', number: 'HC-7-1-001', status: 'Functioning' });
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/more');
  const loaded = await page.evaluate(() => performance.timeOrigin);
  const goTo = (path: string) => page.getByRole('navigation').locator(`a[href="${path}"]`).click();
  for (const [locale, more, direction, one] of [
    ['fr', 'Plus', 'ltr', '1'],
    ['es', 'Más', 'ltr', '1'],
    ['pt', 'Mais', 'ltr', '1'],
    ['ar', 'المزيد', 'rtl', new Intl.NumberFormat('ar').format(1)],
    ['en', 'More', 'ltr', '1'],
  ] as const) {
    await page.locator('main select').first().selectOption(locale);
    await expect(page.getByRole('heading', { level: 1, name: more, exact: true })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await goTo('/');
    await expect(page.getByRole('table').getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(one);
    await goTo('/assets');
    await expect(page.getByRole('link', { name: /HC-7-1-001/ })).toBeVisible();
    await goTo('/more');
  }
  expect(await page.evaluate(() => performance.timeOrigin), 'a reload').toBe(loaded);
});
