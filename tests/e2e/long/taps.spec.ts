// The rest of the tasks whose taps were counted: none takes more than it took. Those of support staff are in
// taps-at-central.spec.ts.
// The daily ones are in ../taps.spec.ts.
import { equip } from '../../central/equipment';
import { Device, deskLike } from '../fixtures/device';
import { join } from '../fixtures/site-steps';
import { choice, expectAtMost, Taps } from '../fixtures/taps';
import { expect, test } from '../fixtures/test';

test('joining takes two taps by the square, and at most five with a code that is typed', async ({
  browser,
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-1', 'Gizo');
  const { url } = await central.staff.makeJoinCode(site);
  const taps = new Taps();
  const page = await phone.open(new URL(url).pathname + new URL(url).search + new URL(url).hash);
  await taps.type(page.getByLabel('Name of this device'), 'Phone of the nurse');
  await taps.tap(page.getByRole('button', { name: 'Join', exact: true }));
  await expect(page.getByText('You’re ready.')).toBeVisible();
  expectAtMost(taps.since(), 2, 'join by the square');

  const other = await Device.switchOn(browser, { ...deskLike, hasTouch: true }, central.origin);
  const typed = await other.open('/');
  await taps.tap(typed.getByRole('link', { name: /Join/ }).first());
  await taps.type(typed.getByLabel('Join code'), (await central.staff.makeJoinCode(site)).code);
  await taps.type(typed.getByLabel('Name of this device'), 'Tablet');
  await taps.tap(typed.getByRole('button', { name: 'Join', exact: true }));
  await expect(typed.getByText('You’re ready.')).toBeVisible();
  expectAtMost(taps.since(), 5, 'join by a code');
  await other.switchOff();
});

test('what a site does now and then takes no more taps than it took', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  await equip(central.staff, site, 20);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/');
  const main = page.getByRole('main');
  const places = page.getByRole('navigation');
  const taps = new Taps();
  const home = async () => {
    await phone.open('/');
    await expect(main.getByRole('heading', { name: 'Needs action' })).toBeVisible();
    taps.since();
  };
  const save = () => taps.tap(page.getByRole('button', { name: 'Save' }));

  await test.step('whether it all arrived is in sight: 0, and in detail: 1', async () => {
    await home();
    const state = page.getByRole('link', { name: /^All stored at central/ });
    await expect(state).toBeInViewport();
    expectAtMost(taps.since(), 0, 'see whether it all arrived');
    await taps.tap(state);
    await expect(main.getByText(/^Last synced/)).toBeInViewport();
    await expect(main.getByRole('heading', { name: 'Details for support staff' })).toBeInViewport();
    expectAtMost(taps.since(), 1, 'see in detail what arrived');
  });

  await test.step('added from the catalogue: 7', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Equipment' }));
    await taps.tap(page.getByRole('link', { name: 'Add equipment' }));
    await taps.type(page.getByLabel('Search the catalogue'), 'E003/002');
    await taps.tap(page.getByRole('list', { name: 'Catalogue item' }).getByRole('button').first());
    await taps.tap(choice(main, 'Functioning'));
    await save();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-021' })).toBeVisible();
    expectAtMost(taps.since(), 7, 'add from the catalogue');
  });

  await test.step('added by hand: 14', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Equipment' }));
    await taps.tap(page.getByRole('link', { name: 'Add equipment' }));
    await taps.tap(main.locator('label').filter({ hasText: 'By hand' }));
    await taps.type(page.getByRole('searchbox', { name: 'Type' }), 'ice-lined');
    await taps.tap(page.getByRole('list', { name: 'Type' }).getByRole('button').first());
    await taps.type(page.getByLabel('Manufacturer'), 'Vestfrost');
    await taps.type(page.getByLabel('Model'), 'VLS 200');
    await taps.type(page.getByLabel('Serial number'), 'BY-HAND-1');
    await taps.tap(choice(main, 'Functioning'));
    await save();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-022' })).toBeVisible();
    expectAtMost(taps.since(), 14, 'add by hand');
  });

  await test.step('a serial number corrected: 4 after it was found', async () => {
    await phone.open('/assets?q=HC-7-003');
    await page.getByRole('link', { name: 'HC-7-003' }).first().tap();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-003' })).toBeVisible();
    taps.since();
    await taps.tap(page.getByRole('link', { name: 'Edit details' }));
    await taps.type(page.getByLabel('Serial number'), 'SN-CORRECTED');
    await save();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-003' })).toBeVisible();
    expectAtMost(taps.since(), 4, 'correct a serial number');
  });

  await test.step('a round: 5 and the scans', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Scan' }));
    await taps.tap(page.getByRole('link', { name: /round/i }));
    await taps.tap(page.getByRole('button', { name: 'Start the round' }));
    const field = page.getByLabel('Number on the label');
    await field.fill('HC-7-001');
    await field.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'HC-7-001' })).toBeInViewport({ ratio: 1 });
    await taps.tap(page.getByRole('button', { name: 'Finish' }));
    await taps.tap(page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }));
    await expect(page.getByRole('button', { name: 'Start another round' })).toBeVisible();
    expectAtMost(taps.since(), 5, 'a round');
  });

  await test.step('labels of twenty: 5', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Equipment' }));
    await taps.tap(main.getByRole('button', { name: 'Select', exact: true }));
    await taps.tap(main.locator('label').filter({ hasText: 'Select all shown' }));
    await taps.tap(main.getByRole('link', { name: 'Print labels' }));
    await expect(main.getByText(/22 labels/)).toBeVisible();
    await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', 'yes')));
    await taps.tap(main.getByRole('button', { name: /Print/ }));
    await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
    expectAtMost(taps.since(), 5, 'labels of twenty');
  });

  await test.step('thirty rows imported: 5', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'More' }));
    await taps.tap(main.getByRole('link', { name: /^Import and export/ }));
    const rows = Array.from({ length: 30 }, (_, at) => `IMP-${at},E003/002,Functioning`);
    const buffer = Buffer.from(['Asset number,Catalogue item,Functional status', ...rows].join('\n'));
    await page.getByLabel('File to import').setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer });
    // the press on *Choose a file*, which the browser of a test answers by itself
    taps.count += 1;
    await taps.tap(page.getByRole('button', { name: 'Import 30 rows' }));
    await expect(page.getByText('30 rows imported.')).toBeVisible();
    expectAtMost(taps.since(), 5, 'import thirty rows');
  });

  await test.step('another language in the middle of a form, which is there afterwards: 6', async () => {
    await phone.open('/assets/new');
    await main.locator('label').filter({ hasText: 'By hand' }).tap();
    await page.getByLabel('Manufacturer').fill('Vestfrost');
    taps.since();
    // the bars came back as one went up again
    await page.evaluate(() => scrollTo(0, 0));
    await taps.tap(places.getByRole('link', { name: 'More' }));
    const later = page.getByRole('button', { name: 'Keep for later' });
    await expect(later.or(page.getByRole('heading', { level: 1, name: 'More' })).first()).toBeVisible();
    if (await later.isVisible()) await taps.tap(later);
    await page.locator('main select').first().selectOption('fr');
    taps.count += 2;
    await taps.tap(places.locator('a[href="/"]'));
    await taps.tap(main.getByRole('link', { name: /^Continuer/ }).first());
    await expect(page.getByLabel('Fabricant')).toHaveValue('Vestfrost');
    expectAtMost(taps.since(), 6, 'another language');
  });
});

test('a conflict is settled with three taps from Home', async ({ central, phone, desk }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  const [assetId] = await equip(central.staff, site, 1);
  for (const [device, place] of [
    [phone, 'Vaccine room'],
    [desk, 'Store room'],
  ] as const) {
    await join(device, (await central.staff.makeJoinCode(site)).code);
    await device.untilItWorksOffline();
    await device.goOffline();
    const page = await device.open(`/assets/${assetId}/edit`);
    await page.getByLabel('Storage location').fill(place);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-001' })).toBeVisible();
  }
  for (const device of [desk, phone]) await device.goOnline();
  const page = await phone.open('/');
  const taps = new Taps();
  await taps.tap(page.getByRole('link', { name: 'Review' }));
  await taps.tap(page.getByRole('link', { name: 'HC-7-001' }));
  await taps.tap(page.getByRole('button', { name: 'Keep Vaccine room' }));
  await expect(page.getByRole('button', { name: 'Keep Vaccine room' })).toBeHidden();
  expectAtMost(taps.since(), 3, 'settle a conflict');
});
