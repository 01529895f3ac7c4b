// A part of the app that cannot be fetched, as where a new version has taken its place: shown in words, and got by itself.
import { expect, test } from './fixtures/test';

test('a page that cannot be fetched says so, and opens by itself once it can be', async ({
  central,
  browser,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.route(/\/assets\/SignInPage-[^/]*\.js/, (route) => route.abort());
  // nor can the server be asked
  await page.route('**/sw.js', (route) => route.abort());
  await page.goto(`${central.origin}/sign-in`);
  await expect(page.getByRole('heading', { name: 'This page couldn’t be loaded' })).toBeVisible();
  await expect(page.getByText('opens by itself as soon as it can be fetched')).toBeVisible();
  await page.unrouteAll();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByRole('heading', { name: 'This page couldn’t be loaded' })).toBeHidden();
  await expect(page.getByLabel('Password')).toBeVisible();
  await context.close();
});
