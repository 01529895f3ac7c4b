// After a restore: support staff see on their first page the changes that came back, those that are out, and those that cannot come back.
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from './fixtures/accessible';
import { signIn } from './fixtures/staff-steps';
import { expect, test } from './fixtures/test';

test('a restore is told on the first page of staff, and nothing is said without one', async ({
  central,
  desk,
}) => {
  const page = await signIn(desk);
  const told = page.getByRole('region', { name: 'The central server was restored' });
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const answered = page.waitForResponse('**/api/restore');
  await page.reload();
  await answered;
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(told).toHaveCount(0);

  await central.kill();
  // as it lies beside a database that is an older copy
  await writeFile(join(central.dataDir, 'twin'), 'of another day');
  await central.startAgain();
  await page.reload();
  await expect(told.getByText('0 records have come back.')).toBeVisible();
  await expect(told.getByText('Every device known here has been heard from since.')).toBeVisible();
  await expect(told.getByText(/What only this server had since the backup does not come back/)).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
});

test('a device that joined after the backup is listed by its name, and let in with a press', async ({
  central,
  desk,
}) => {
  const site = await central.staff.makeSite('HILL', 'Hill clinic');
  const { dataDir } = central;
  const backup = `${dataDir}-copy`;
  await central.kill();
  await cp(dataDir, backup, { recursive: true });
  await central.startAgain();
  const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const me = (token: string): Promise<Response> => fetch(`${central.origin}/api/devices/me`, as(token));
  const tokens: string[] = [];
  for (const name of ['Phone of Amina', 'Phone of nobody']) {
    const { deviceToken } = await central.staff.join(site, name);
    const call = { method: 'POST', ...as(deviceToken) };
    const answer = await fetch(`${central.origin}/api/devices/me/token`, call);
    tokens.push(((await answer.json()) as { signedToken: string }).signedToken);
  }
  await central.kill();
  await rm(dataDir, { recursive: true });
  await rename(backup, dataDir);
  await central.startAgain();
  for (const token of tokens) expect((await me(token)).status).toBe(401);

  const page = await signIn(desk);
  const listed = page.getByRole('region', { name: 'Devices that joined after the backup' });
  await expect(listed.getByText('Phone of Amina')).toBeVisible();
  await expect(listed.getByText(/^Hill clinic · joined /)).toHaveCount(2);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
  await listed.getByRole('button', { name: 'Revoke Phone of nobody' }).click();
  const ask = page.getByRole('alertdialog', { name: 'Revoke Phone of nobody?' });
  await ask.getByRole('button', { name: 'Cancel' }).click();
  await listed.getByRole('button', { name: 'Revoke Phone of nobody' }).click();
  await ask.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('Phone of nobody is revoked.')).toBeVisible();
  // who works by keyboard goes on at the next device
  await expect(listed.getByRole('button', { name: 'Let in: Phone of Amina' })).toBeFocused();
  await listed.getByRole('button', { name: 'Let in: Phone of Amina' }).click();
  await expect(
    page.getByText('Phone of Amina is let in. It continues when the app is next opened.'),
  ).toBeVisible();
  await expect(listed).toHaveCount(0);
  expect(await Promise.all(tokens.map(async (token) => (await me(token)).status))).toEqual([200, 401]);
});
