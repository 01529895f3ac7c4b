// The number of taps that the daily work takes on a phone, from Home, without a network; and that its subject stays in sight.
import { equip } from '../central/equipment';
import { drawJpeg } from './fixtures/files';
import { join, history } from './fixtures/site-steps';
import { choice, expectAtMost, Taps } from './fixtures/taps';
import { expect, test } from './fixtures/test';

test('the daily work takes few taps', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-7', 'Tulagi');
  await equip(central.staff, site, 12);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open('/');
  const main = page.getByRole('main');
  const places = page.getByRole('navigation');
  const taps = new Taps();
  const photo = { name: 'door.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg(page, 640, 480) };
  const home = async () => {
    await places.getByRole('link', { name: 'Home' }).click();
    await expect(main.getByRole('heading', { level: 2 }).first()).toHaveText('Needs action');
    taps.since();
  };
  const row = (number: string) => main.getByRole('listitem').filter({ hasText: number });

  await test.step('a status with its reason, a comment and a photo: 6', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Equipment' }));
    await taps.tap(row('HC-7-001').getByRole('link', { name: 'Update status' }));
    await taps.tap(choice(main, 'Needs spare parts'));
    await taps.type(page.getByLabel('Comment'), 'The compressor does not start');
    await taps.photograph(main.getByRole('button', { name: 'Take a photo' }), photo);
    await taps.tap(page.getByRole('button', { name: 'Save' }));
    await expect(history(page).first()).toContainText('Not functioning');
    await expect(history(page).first()).toContainText('Needs spare parts');
    await expect(history(page).first().getByRole('button', { name: /door/ })).toBeVisible();
    expectAtMost(taps.since(), 6, 'status, reason, comment, photo');
  });

  await test.step('still like this: 1, in the list and on the asset, and taken back with 1', async () => {
    await home();
    await places.getByRole('link', { name: 'Equipment' }).click();
    taps.since();
    await taps.tap(page.getByRole('button', { name: 'HC-7-002: still like this' }));
    await expect(row('HC-7-002')).toContainText('Checked today');
    expectAtMost(taps.since(), 1, 'still like this, in the list');
    await row('HC-7-003').getByRole('link', { name: 'HC-7-003' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'HC-7-003' })).toBeVisible();
    taps.since();
    await taps.tap(page.getByRole('button', { name: 'Still like this', exact: true }));
    await expect(history(page)).toHaveCount(2);
    expectAtMost(taps.since(), 1, 'still like this, on the asset');
    await page.getByRole('button', { name: 'Undo' }).first().tap();
    await expect(history(page).first()).toContainText('Voided');
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  await test.step('a piece is found by a part of its serial number: 2', async () => {
    await home();
    await taps.tap(places.getByRole('link', { name: 'Equipment' }));
    await taps.type(page.getByRole('searchbox', { name: 'Search equipment' }), '1007');
    await expect(main.getByRole('listitem')).toHaveCount(1);
    await expect(row('HC-7-008')).toContainText('SN1007');
    expectAtMost(taps.since(), 2, 'find');
  });

  await test.step('ten pieces in a row: 6 each', async () => {
    await phone.open('/assets/new');
    taps.since();
    await taps.type(page.getByLabel('Search the catalogue'), 'E003/002');
    await taps.tap(page.getByRole('list', { name: 'Catalogue item' }).getByRole('button').first());
    await taps.tap(choice(main, 'Functioning'));
    await taps.tap(main.locator('label').filter({ hasText: 'Add another like it afterwards' }));
    for (let one = 0; one < 10; one += 1) {
      await taps.type(page.getByLabel('Serial number'), `ROW-${one}`);
      await taps.tap(page.getByRole('button', { name: 'Save' }));
      await expect(page.getByLabel('Serial number')).toHaveValue('');
    }
    expectAtMost(taps.since() / 10, 6, 'ten in a row, each');
    await phone.open('/assets?serial=ROW-');
    await expect(main.getByRole('list', { name: 'Equipment' }).getByRole('listitem')).toHaveCount(10);
  });

  await test.step('five of the list are in sight at once, and one on a phone that lies on its side', async () => {
    await phone.open('/assets');
    const inSight = () =>
      main.getByRole('listitem').evaluateAll(
        (rows) =>
          rows.filter((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            const end = document.querySelector('nav')?.getBoundingClientRect().top ?? innerHeight;
            return top >= 0 && bottom <= end;
          }).length,
      );
    const ticksUnderAdd = () =>
      main.getByRole('button', { name: /still like this$/ }).evaluateAll((ticks) => {
        const add = document.querySelector('main a[href="/assets/new"]')?.getBoundingClientRect();
        return ticks.filter((tick) => {
          const { left, right } = tick.getBoundingClientRect();
          return !add || (left < add.right && right > add.left);
        }).length;
      });
    await expect.poll(inSight).toBeGreaterThanOrEqual(5);
    // a phone on its side, and a laptop whose screen is enlarged to 200 %
    for (const [width, height] of [
      [740, 360],
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(inSight).toBeGreaterThanOrEqual(1);
      await expect.poll(ticksUnderAdd).toBe(0);
    }
    await page.setViewportSize({ width: 360, height: 740 });
  });
});

test('a round of forty is walked without scrolling once', async ({ central, phone }) => {
  const site = await central.staff.makeSite('HC-8', 'Noro');
  const ids = await equip(central.staff, site, 48);
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  const page = await phone.open('/scan/round');
  await page.getByRole('button', { name: 'Start the round' }).click();
  const field = page.getByLabel('Number on the label');
  await expect(field).toBeVisible();
  const progress = page.getByRole('progressbar', { name: 'Found so far' });
  let seen = 0;
  for (const [index] of ids.entries()) {
    // decommissioned pieces are expected nowhere
    if (index % 6 === 4) continue;
    const number = `HC-8-${String(index + 1).padStart(3, '0')}`;
    await field.fill(number);
    await field.press('Enter');
    seen += 1;
    const outcome = page.getByRole('status').filter({ hasText: number });
    await expect(outcome).toBeInViewport({ ratio: 1 });
    await expect(progress).toBeInViewport();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    if (seen === 40) break;
  }
  await expect(page.getByText('40 of 40')).toBeInViewport();
});
