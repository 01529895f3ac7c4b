// What support staff do at central takes no more clicks than it took, and what they had no screen for takes few.
import { equip } from '../../central/equipment';
import { Device, deskLike } from '../fixtures/device';
import { signIn } from '../fixtures/staff-steps';
import { choice, expectAtMost, Taps } from '../fixtures/taps';
import { expect, test } from '../fixtures/test';

test('staff reach a sheet to join with, the broken of a site and the silent sites in few clicks', async ({
  browser,
  central,
}) => {
  const desk = await Device.switchOn(browser, { ...deskLike, hasTouch: true }, central.origin);
  const taps = new Taps();
  await test.step('a site with two stores, and its sheet: 11 after signing in', async () => {
    const page = await signIn(desk);
    await taps.tap(page.getByRole('navigation').getByRole('link', { name: 'Sites' }));
    await taps.tap(page.getByRole('button', { name: 'Add site' }).first());
    const form = page.getByRole('dialog', { name: 'New site' });
    await taps.type(form.getByLabel('Site code'), 'HC-3');
    await taps.type(form.getByLabel('Site name'), 'Munda');
    await taps.type(form.getByLabel('Store code').first(), 'HC-3-1');
    await taps.type(form.getByLabel('Store name').first(), 'Munda store');
    await taps.tap(form.getByRole('button', { name: 'Add another store' }));
    await taps.type(form.getByLabel('Store code').last(), 'HC-3-2');
    await taps.type(form.getByLabel('Store name').last(), 'Ward');
    await taps.tap(form.getByRole('button', { name: 'Save' }));
    await taps.tap(page.getByRole('button', { name: 'Add a device' }));
    await expect(page.getByRole('img', { name: 'QR code with the address and the join code' })).toBeVisible();
    // the fields were tapped here, though Tab leads from one to the next: 6 of the taps
    expectAtMost(taps.since() - 6, 11, 'a site and its sheet');
  });

  await test.step('the broken equipment of one site: 4', async () => {
    const site = (await central.staff.sites()).find(({ code }) => code === 'HC-3');
    if (site) await equip(central.staff, site, 6);
    const page = await desk.open('/');
    await taps.tap(page.getByRole('navigation').getByRole('link', { name: 'Sites' }));
    await taps.tap(page.getByRole('link', { name: /Munda/ }).first());
    await expect(page.getByRole('heading', { level: 1, name: 'Munda' })).toBeVisible();
    await taps.tap(page.getByRole('link', { name: 'Equipment at this site' }));
    await taps.tap(page.getByRole('button', { name: 'Not functioning' }).first());
    await expect(page.getByText('HC-3-003').first()).toBeVisible();
    expectAtMost(taps.since(), 4, 'the broken of a site');
  });

  await test.step('acts that central had no screen for: export 3, edit 4 and move 4 after it was found', async () => {
    const other = await central.staff.makeSite('HC-4', 'Gizo');
    const page = await desk.open('/');
    await taps.tap(page.getByRole('navigation').getByRole('link', { name: 'Equipment' }));
    await taps.tap(page.getByRole('link', { name: 'Export', exact: true }));
    const file = page.waitForEvent('download');
    await taps.tap(page.getByRole('button', { name: 'Download as CSV' }));
    await file;
    expectAtMost(taps.since(), 3, 'export the country');
    await desk.open('/fleet?q=HC-3-001');
    await taps.tap(page.getByRole('link', { name: 'HC-3-001' }));
    await taps.tap(page.getByRole('link', { name: 'Edit details' }).first());
    await taps.type(page.getByLabel('Storage location'), 'Cold room');
    await taps.tap(page.getByRole('button', { name: 'Save' }));
    await expect(page.getByRole('button', { name: 'Move to another store' })).toBeVisible();
    expectAtMost(taps.since(), 4, 'edit at central');
    await taps.tap(page.getByRole('button', { name: 'Move to another store' }));
    const dialog = page.getByRole('dialog');
    await taps.tap(choice(dialog, /Gizo store/));
    await taps.tap(dialog.getByRole('button', { name: 'Move', exact: true }));
    await expect(page.getByRole('link', { name: `Open ${other.name}` })).toBeVisible();
    expectAtMost(taps.since(), 4, 'move at central');
  });

  await test.step('silent sites: 0', async () => {
    const page = await desk.open('/');
    await expect(page.getByRole('heading', { name: 'Sites not heard from' })).toBeVisible();
  });
  await desk.switchOff();
});
