// A right for each thing that staff do to equipment: given by a preset in the form, shown on the screens, held by central.
import { equip } from '../central/equipment';
import { expectAccessible } from './fixtures/accessible';
import { deskLike, Device } from './fixtures/device';
import { history } from './fixtures/site-steps';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test.slow();

test('a recorder records statuses, and is told what else their rights do not include', async ({
  browser,
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HC-9', 'Auki');
  const [assetId] = await equip(central.staff, site, 1);
  const admin = await signIn(desk);

  await test.step('the preset ticks the rights that it gives, and each can be taken away', async () => {
    await desk.open('/users');
    await admin.getByRole('button', { name: 'Add user' }).click();
    const form = admin.getByRole('dialog', { name: 'New user' });
    await form.getByLabel(/^Name/).fill('Rita');
    await form.getByLabel('User name').fill('rita');
    await form.getByLabel('First password').fill('four words in a row');
    await form.getByRole('radio', { name: 'Catalogue editor' }).check();
    await expect(form.getByRole('checkbox', { name: 'Edit the catalogue' })).toBeChecked();
    await form.getByRole('radio', { name: 'Recorder' }).check();
    await expect(form.getByRole('checkbox', { name: 'Edit the catalogue' })).not.toBeChecked();
    await expect(form.getByRole('checkbox', { name: 'Record statuses' })).toBeChecked();
    // a wider right shows what comes with it
    await form.getByRole('checkbox', { name: 'Add and edit equipment' }).check();
    await expect(form.getByRole('radio', { name: 'Custom' })).toBeChecked();
    await expect(form.getByRole('checkbox', { name: 'Record statuses' })).toBeDisabled();
    await form.getByRole('checkbox', { name: 'Add and edit equipment' }).uncheck();
    await expect(form.getByRole('radio', { name: 'Recorder' })).toBeChecked();
    await form.getByRole('checkbox', { name: 'Export equipment' }).uncheck();
    await expectAccessible(admin);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(admin.getByRole('heading', { level: 1, name: 'Rita' })).toBeVisible();
  });

  const other = await Device.switchOn(browser, deskLike, central.origin);
  const page = await signIn(other, { username: 'rita', password: 'four words in a row' });

  await test.step('the page of an asset offers what is allowed, and says what is not', async () => {
    await other.open(`/fleet/${assetId}`);
    await expect(page.getByText(/^Your rights do not include: .*Add and edit equipment/)).toBeVisible();
    await expectAccessible(page);
    await expect(page.getByRole('button', { name: 'Move to another store' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Update status' }).click();
    await page.getByRole('radio', { name: 'Not in use', exact: true }).check();
    await page.getByLabel('Comment').fill('Stored away');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(history(page).first()).toContainText('Stored away');
    await expect(page.getByRole('link', { name: /^All stored at central/ })).toBeVisible();
  });

  await test.step('the address of a form that is not allowed says so, and a file is not taken out', async () => {
    await other.open(`/assets/${assetId}/edit`);
    await expect(page.getByText('You do not have the right to do this.')).toBeVisible();
    await other.open(`/assets/tables?site=${site.id}`);
    await expect(page.getByRole('button', { name: 'CSV' })).toBeDisabled();
  });

  await test.step('central holds the same rights, whatever page asks', async () => {
    const refused = await page.evaluate(
      async ([id, store]) => {
        const call = async (url: string, body: object) => {
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
          return ((await answer.json()) as { error?: { code: string } }).error?.code;
        };
        return Promise.all([
          call(`/api/assets/${id}/move`, { storeId: store }),
          call(`/api/assets/${id}/merge`, { into: store }),
        ]);
      },
      [assetId, site.stores[0]?.id],
    );
    expect(refused).toEqual(['no-right', 'no-right']);
  });
});
