// Equipment moves between the stores of a site: asked for without a link, shown as such, and done once there is one.
import { equip } from '../central/equipment';
import { join } from './fixtures/site-steps';
import { expectAtMost, Taps } from './fixtures/taps';
import { expect, test } from './fixtures/test';

test('one piece, several and one that turns up in a round move to another store, with and without a link', async ({
  central,
  phone,
}) => {
  const site = await central.staff.makeSite('HC-9', 'Munda', ['Maternity ward']);
  const [first = ''] = await equip(central.staff, site, 6);
  const ward = site.stores[1]?.id;
  await join(phone, (await central.staff.makeJoinCode(site)).code);
  await phone.untilItWorksOffline();
  await phone.goOffline();
  const page = await phone.open(`/assets/${first}`);
  const main = page.getByRole('main');
  const taps = new Taps();
  const storeAtCentral = async (number: string) =>
    (await central.staff.assets()).find(({ assetNumber }) => assetNumber === number)?.storeId;

  await test.step('from its page, offline: it says that it will, and can be taken back', async () => {
    await taps.tap(main.getByRole('tab', { name: 'Details' }));
    await taps.tap(main.getByRole('button', { name: 'Move to another store' }));
    await taps.tap(page.getByRole('dialog').getByRole('button', { name: 'Move to Maternity ward' }));
    expectAtMost(taps.since(), 3, 'move one');
    await expect(main.getByText('Will move to Maternity ward when connected')).toBeVisible();
    await expect(page.getByRole('banner').getByRole('link', { name: /1 waiting/ })).toBeVisible();
    await main.getByRole('button', { name: 'Don’t move it' }).tap();
    await expect(main.getByText('Will move to Maternity ward when connected')).toBeHidden();
    await main.getByRole('button', { name: 'Move to another store' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to Maternity ward' }).tap();
    await expect(main.getByText('Will move to Maternity ward when connected')).toBeVisible();
    await page.reload();
    await expect(main.getByText('Will move to Maternity ward when connected')).toBeVisible();
  });

  await test.step('from the list, for those that are selected', async () => {
    await phone.open('/assets');
    await main.getByRole('button', { name: 'Select', exact: true }).tap();
    for (const number of ['HC-9-002', 'HC-9-003'])
      await main.getByRole('checkbox', { name: `Select ${number}` }).tap();
    await main.getByRole('button', { name: 'Move to another store' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Move to Maternity ward' }).tap();
    await expect(page.getByText('2 items move to Maternity ward')).toBeVisible();
  });

  await test.step('the sync page names what waits, and with the link all of it is moved', async () => {
    await phone.open('/sync');
    const waiting = main.getByRole('list', { name: 'Waiting to be sent' });
    await expect(waiting.getByText('Equipment HC-9-001: move')).toBeVisible();
    await expect(waiting.getByRole('listitem')).toHaveCount(3);
    await phone.goOnline();
    await expect(page.getByRole('banner').getByText(/^All stored at central/)).toBeVisible();
    for (const number of ['HC-9-001', 'HC-9-002', 'HC-9-003'])
      await expect.poll(() => storeAtCentral(number)).toBe(ward);
    await phone.open(`/assets/${first}`);
    await expect(main.getByText('Maternity ward').first()).toBeVisible();
    await expect(main.getByText('Will move to Maternity ward when connected')).toBeHidden();
  });

  await test.step('in a round of the ward, a piece of another store is moved here with one tap, and counts', async () => {
    await phone.open('/scan/round');
    await page
      .getByRole('combobox', { name: 'Store', exact: true })
      .selectOption({ label: 'Maternity ward' });
    await page.getByRole('button', { name: 'Start the round' }).tap();
    const field = page.getByLabel('Number on the label');
    await field.fill('HC-9-004');
    await field.press('Enter');
    const outcome = page.getByRole('status').filter({ hasText: 'HC-9-004 belongs to Munda store' });
    await taps.tap(outcome.getByRole('button', { name: 'Move it here' }));
    expectAtMost(taps.since(), 1, 'move it here');
    await expect(page.getByText('1 of 4')).toBeVisible();
    await expect.poll(() => storeAtCentral('HC-9-004')).toBe(ward);
  });
});
