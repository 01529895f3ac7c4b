// A second factor: set up on a phone, asked for at the door, taken away by another administrator.
import { admin } from '../central/server';
import { codeAt } from '../support/one-time-code';
import { expectAccessible } from './fixtures/accessible';
import { centralBar, signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('is set up with the password and a code, asked for at the door, and reset by another', async ({
  central,
  desk,
}) => {
  const other = { username: 'bosede', password: 'another long password' };
  await central.staff.addUser({ ...other, permissions: ['manage-users'] });
  const page = await signIn(desk);
  await page.setViewportSize({ width: 360, height: 740 });
  await desk.open('/more');
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  const dialog = page.getByRole('dialog');

  await dialog.getByLabel('Current password').fill('not my password');
  await dialog.getByRole('button', { name: 'Set up' }).click();
  await expect(dialog.getByText('This isn’t your current password.')).toBeVisible();
  await dialog.getByLabel('Current password').fill(admin.password);
  await dialog.getByRole('button', { name: 'Set up' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  await expectAccessible(page);
  const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await dialog.getByRole('textbox', { name: 'Code' }).fill('000000');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('This code is wrong')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Code' }).fill(codeAt(secret, Date.now()));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(10);
  await expectAccessible(page);
  const recovery = (await dialog.getByRole('listitem').first().textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('Signing in also asks for a code')).toBeVisible();

  const signOut = async () => {
    await desk.open('/more');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(centralBar(page)).toBeHidden();
  };
  await signOut();
  await desk.open('/sign-in');
  await page.getByLabel('User name').fill(admin.username);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const code = page.getByLabel('Code of your authenticator app');
  await expect(code).toBeFocused();
  await expect(page.getByText('You are not signed in')).toBeHidden();
  await expectAccessible(page);
  await code.fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This code is wrong')).toBeVisible();
  await code.fill(recovery);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(centralBar(page)).toBeVisible();

  await signOut();
  await signIn(desk, other);
  await desk.open('/users');
  await page.getByRole('main').getByRole('link', { name: admin.username }).click();
  await page.getByRole('button', { name: 'Reset second factor' }).click();
  const asking = page.getByRole('alertdialog');
  await expectAccessible(page);
  await asking.getByRole('button', { name: 'Reset second factor' }).click();
  await expect(page.getByText(/^The second factor of .* is reset\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reset second factor' })).toHaveCount(0);
});
