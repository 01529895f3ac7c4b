/** The browser of a benchmark of pages: a profile that is kept from start to start, of the size of a phone or of a desk. */
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';

export const phoneSize: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
export const deskSize: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };

const executablePath = findChromium();

export const launch = (
  profile: string,
  size: BrowserContextOptions,
  args: readonly string[] = [],
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, {
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...args],
    locale: 'en-GB',
    ...size,
  });

/** The page's own thread, as the developer tools slow it. */
export async function throttle(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** Joins this profile to a site and waits until all of its data are there and the app starts without a network. */
export async function joinAs(profile: string, url: string): Promise<void> {
  const context = await launch(profile, phoneSize);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('You’re ready.').waitFor({ timeout: 300_000 });
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await context.close();
}
