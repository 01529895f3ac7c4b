/** Takes the pictures of the README from a living demo country: a phone of its hospital, and central. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { admin, CentralServer } from '../central/server';
import { Staff } from '../central/staff';

const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const MOST_BYTES = 150_000;

const phoneLike = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const deskLike = { viewport: { width: 1280, height: 800 } };

async function open(browser: Browser, size: BrowserContextOptions, address: string): Promise<Page> {
  const context = await browser.newContext({
    ...size,
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** Once nothing is being fetched into it any more. */
async function take(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('All stored at central').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const bytes = statSync(path).size;
  console.log(`${name}.png, ${Math.round(bytes / 1000)} kB`);
  if (bytes > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB`);
}

async function ofPhone(browser: Browser, origin: string): Promise<void> {
  const staff = await Staff.signIn(origin);
  const [site] = await staff.sites();
  if (!site) throw new Error('the demo country has no sites');
  const page = await open(browser, phoneLike, `${origin}/join`);
  await page.getByLabel('Join code').fill((await staff.makeJoinCode(site)).code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('Everything is here.').waitFor();
  await page.goto(`${origin}/`);
  await take(page, 'phone-home');
  await page.goto(`${origin}/assets`);
  await page.locator('main a[href^="/assets/0"]').first().waitFor();
  await take(page, 'phone-assets');
  await page.goto(`${origin}/assets?status=NOT_FUNCTIONING`);
  await page.locator('main a[href^="/assets/0"]').first().click();
  await page.getByRole('list', { name: 'Status history' }).waitFor();
  await take(page, 'phone-asset');
  await page.goto(`${origin}/sync`);
  await take(page, 'phone-sync');
}

async function ofCentral(browser: Browser, origin: string): Promise<void> {
  const page = await open(browser, deskLike, `${origin}/sign-in`);
  await page.getByLabel('User name').fill(admin.username);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('contentinfo', { name: 'Central server' }).waitFor();
  await page.goto(`${origin}/fleet?sort=-statusSince`);
  await page.getByRole('row').nth(5).waitFor();
  await take(page, 'central-fleet');
}

mkdirSync(folder, { recursive: true });
const executablePath = findChromium();
const server = await CentralServer.start({ arguments: ['--demo'], starterData: 'load' });
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await ofPhone(browser, server.origin);
  await ofCentral(browser, server.origin);
} finally {
  await browser.close();
  await server.remove();
}
process.exit(0);
