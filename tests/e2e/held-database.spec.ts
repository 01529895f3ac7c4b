// A tab that holds the database of a former version and hears nothing: the updated app shows it, and goes on by itself.
import { expect, test } from './fixtures/test';

test('a tab that holds the database back is named, and the app goes on once it is closed', async ({
  central,
  browser,
}) => {
  const context = await browser.newContext();
  const holder = await context.newPage();
  await holder.goto(`${central.origin}/api/health`);
  await holder.evaluate(() =>
    new Promise((resolve) => {
      const opening = indexedDB.open('waypost', 1);
      opening.onsuccess = () => resolve(Object.assign(globalThis, { held: opening.result }));
    }).then(() => undefined),
  );
  const page = await context.newPage();
  await page.goto(central.origin);
  await expect(page.getByRole('heading', { name: 'Close the other tabs' })).toBeVisible();
  await holder.close();
  await expect(page.getByRole('heading', { name: 'Close the other tabs' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});

test('a page is not translated by the browser: rows would keep the words of others', async ({
  central,
  page,
}) => {
  await page.goto(central.origin);
  expect(await page.evaluate(() => document.documentElement.translate)).toBe(false);
});
