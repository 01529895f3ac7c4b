// The Open mSupply of a site at central: set up with a name and a password, its people, the news of it, one press to release it.
import { randomUUID } from 'node:crypto';
import { OpenMSupplySite } from '../v6/open-msupply-site';
import { someAsset, someLog } from '../v6/records';
import { OlderApi } from '../v6/site/older-api';
import { expectAccessible } from './fixtures/accessible';
import { makeSite, signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('a site is given a name and a password, its people sign in, and what it does is seen on its page', async ({
  central,
  desk,
}) => {
  const page = await signIn(desk);
  await makeSite(page, 'hill', 'Hill');
  const card = page.getByRole('region', { name: 'This site’s Open mSupply' });
  await test.step('set up', async () => {
    await page.getByRole('button', { name: 'Set up' }).click();
    const form = page.getByRole('dialog', { name: 'Open mSupply at Hill' });
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
    await form.getByLabel('Password').fill('pass of the hill');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(card).toContainText('none yet: the first computer that connects');
    await expect(card).toContainText('not heard from yet');
  });
  await test.step('somebody who may sign in', async () => {
    await page.getByRole('button', { name: 'Add person' }).click();
    const form = page.getByRole('dialog', { name: 'New person at Hill' });
    await form.getByRole('textbox', { name: /^Name/ }).fill('Ada Lovelace');
    await form.getByLabel('User name').fill('ada');
    await form.getByLabel('Password').fill('a long password');
    await form.getByLabel('Add and edit equipment').check();
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Ada Lovelace' })).toContainText(
      'Record a status',
    );
  });
  const site = new OpenMSupplySite(central.origin, 'hill', 'pass of the hill', 'the computer', {
    version: '2.6.5',
  });
  const older = new OlderApi(site);
  await test.step('the site syncs, and its page says so', async () => {
    await older.cycle();
    await site.pull();
    const { status, body } = await older.signIn('ada', 'a long password');
    expect(status).toBe(200);
    const { user, userStores } = (
      body as { userInfo: { user: { ID: string }; userStores: { store_ID: string }[] } }
    ).userInfo;
    const asset = someAsset(randomUUID(), { store_id: userStores[0]?.store_ID, asset_number: 'H-1' });
    site.write('asset', asset);
    site.write('asset_log', someLog(asset.id, 'FUNCTIONING', { type: null, user_id: user.ID }));
    site.write('asset_log', someLog(randomUUID(), 'FUNCTIONING', { type: null, user_id: user.ID }));
    await older.cycle();
    await site.pull();
    await page.reload();
    await expect(card).toContainText('2.6.5');
    await expect(card).toContainText('the computer');
    await expect(card).toContainText('A temperature mapping looks like a status there.');
    await expect(page.getByText('No contact yet')).toHaveCount(0);
    await expect(page.getByText('What it belongs to has not arrived yet.')).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('its equipment says who recorded the status', async () => {
    await page.getByRole('link', { name: 'Equipment at this site' }).click();
    await page.getByRole('link', { name: /H-1/ }).first().click();
    await expect(page.getByText('Ada Lovelace').first()).toBeVisible();
    await page.goBack();
    await page.goBack();
  });
  await test.step('one press releases the installation', async () => {
    await page.getByRole('button', { name: 'Release' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Release' }).click();
    await expect(card).toContainText('none yet: the first computer that connects');
  });
  await test.step('the list of all of them says what each version lacks', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Sites' }).click();
    await expect(page.getByText('No contact yet')).toHaveCount(0);
    await page.getByRole('link', { name: 'Open mSupply versions' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Hill' })).toContainText('lacks 5 things');
    await expectAccessible(page);
  });
});
