// After a restore: support staff see on their first page the changes that came back, those that are out, and those that cannot come back.
import { writeFile } from 'node:fs/promises';
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
  await expect(told.getByText('Every device that is known here has been heard since.')).toBeVisible();
  await expect(told.getByText(/What only this server had since the backup does not come back/)).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
});
