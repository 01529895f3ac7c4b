/** The time of a slow phone from a cold start without a network to its list of 500 assets, beside a trivial page in the same browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { equip } from '../central/equipment';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { printSection, whole } from './table';

const ASSETS = 500;
const STARTS = 5;
const SLOWER = 4;

const executablePath = findChromium();

/** A browser of its own for each start, with the profile that the ones before have left. */
function launch(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
}

/** As text, since functions that the compiler adds are not known in the page. The mark is set after the next frame, once it is painted. */
const markWhenShown = (selector: string): string => `
  const look = () => document.querySelector(${JSON.stringify(selector)})
    ? requestAnimationFrame(() => setTimeout(() => performance.mark('shown')))
    : requestAnimationFrame(look);
  look();`;

/** Milliseconds from the start of the navigation until the page has painted after `selector` came to be. */
async function timeTo(page: Page, address: string, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript({ content: markWhenShown(selector) });
  await page.goto(address, { waitUntil: 'commit' });
  const shown = await page.waitForFunction(() => performance.getEntriesByName('shown')[0]?.startTime);
  return Number(await shown.jsonValue());
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Joins a phone to a site with many assets and waits until all are there and the app works without a network. */
async function prepare(profile: string, origin: string): Promise<void> {
  const staff = await Staff.signIn(origin);
  const site = await staff.makeSite('HC-500', 'Provincial hospital');
  await equip(staff, site, ASSETS);
  const { url } = await staff.makeJoinCode(site);
  const context = await launch(profile);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('You’re ready.').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await context.close();
}

async function starts(profile: string, address: string, selector: string): Promise<number[]> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const context = await launch(profile);
    times.push(await timeTo(await context.newPage(), address, selector));
    await context.close();
  }
  return times;
}

/** The machine's yardstick: a page that makes the same number of rows from nothing. */
async function yardstick(profile: string): Promise<number[]> {
  const html = `<!doctype html><ul></ul><script>
    for (let i = 0; i < ${ASSETS}; i++) document.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: i }));
  </script>`;
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const times = await starts(profile, `http://127.0.0.1:${port}/`, `li:nth-child(${ASSETS})`);
  server.closeAllConnections();
  server.close();
  return times;
}

console.error(`Cold starts with ${ASSETS} assets …`);
const profile = await mkdtemp(join(tmpdir(), 'waypost-profile-'));
const server = await CentralServer.start({ starterData: 'load' });
try {
  await prepare(profile, server.origin);
  await server.kill();
  const app = await starts(profile, `${server.origin}/assets`, 'main a[href^="/assets/0"]');
  const trivial = await yardstick(profile);
  const row = (name: string, times: readonly number[]): string[] => [
    name,
    `${whole(median(times))} ms`,
    `${whole(Math.min(...times))} to ${whole(Math.max(...times))} ms`,
  ];
  printSection({
    title: `Cold offline start to a list of ${ASSETS} assets`,
    about:
      `The browser is started afresh each time (${STARTS} times), the server is gone, the processor is slowed ${SLOWER} times; from the start of the ` +
      'navigation until the first assets are painted. Aim: under 1,500 ms. The yardstick is a page of one file that makes 500 rows, in the same browser.',
    columns: ['page', 'median', 'range'],
    rows: [row('list of equipment', app), row('yardstick', trivial)],
  });
} finally {
  await server.remove();
  await rm(profile, { recursive: true, force: true });
}
process.exit(0);
