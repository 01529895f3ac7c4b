/**
 * The speed of the list of equipment on a slow phone and a slow desktop, beside a plain page that does the same from an array. Names of
 * parts after the file's own, such as `phone 500`, measure those alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { fillHospital, type Amount } from './hospital';
import { stopwatch } from './in-page';
import { measure, ours, plain, type Hands, type Times } from './list-hands';
import { plainList } from './plain-list';
import { deskSize, joinAs, launch, phoneSize, throttle } from './sized-browser';
import { printSection, whole } from './table';

const SLOWER = 4;
const FRAME = 1000 / 60;
const amounts: readonly Amount[] = [
  { assets: 500, logsEach: 3 },
  { assets: 10_000, logsEach: 3 },
];
const screens = [
  { name: 'phone', size: phoneSize, hands: ours(false) },
  { name: 'desktop', size: deskSize, hands: ours(true) },
];

const asked = new Set(process.argv.slice(2));
/** Those whose names were given; all where none of them was. */
function partsOf<T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const some = all.filter((one) => asked.has(nameOf(one)));
  return some.length > 0 ? some : all;
}

async function timesOf(
  profile: string,
  size: BrowserContextOptions,
  address: string,
  hands: Hands,
): Promise<Times> {
  const context = await launch(profile, size);
  try {
    const page = await context.newPage();
    await page.addInitScript({ content: stopwatch });
    await page.goto(address);
    await hands.rows(page).nth(1).waitFor();
    await throttle(page, SLOWER);
    return await measure(page, hands);
  } finally {
    await context.close();
  }
}

async function servePlain(count: number): Promise<{ address: string; close: () => void }> {
  const page = plainList(count);
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const longest = (values: readonly number[]): number => Math.max(...values);
/** The refreshes of the screen without a new frame, of all refreshes while the list was scrolled. */
function dropped(frames: readonly number[]): string {
  const missed = frames.reduce((sum, length) => sum + Math.max(0, Math.round(length / FRAME) - 1), 0);
  return `${missed} of ${missed + frames.length}`;
}

function rowsOf(where: string, app: Times, peer: Times): string[][] {
  const answers = [
    ['type a letter', 'key'],
    ['filter by status', 'filter'],
    ['sort by model', 'sort'],
    ['open an asset', 'open'],
  ] as const;
  const ms = (value: number): string => `${whole(value)} ms`;
  return [
    ...answers.map(([action, kind]) => [
      `${where}: ${action}`,
      ms(median(app[kind])),
      ms(longest(app[kind])),
      ms(median(peer[kind])),
      (median(app[kind]) / median(peer[kind])).toFixed(1),
    ]),
    [
      `${where}: scroll, frames dropped`,
      dropped(app.frames),
      ms(longest(app.frames)),
      dropped(peer.frames),
      (longest(app.frames) / longest(peer.frames)).toFixed(1),
    ],
  ];
}

async function ofAmount(amount: Amount): Promise<string[][]> {
  const profile = await mkdtemp(join(tmpdir(), 'waypost-profile-'));
  const server = await CentralServer.start({ starterData: 'load' });
  const peer = await servePlain(amount.assets);
  try {
    const staff = await Staff.signIn(server.origin);
    const site = await staff.makeSite('HC', 'Hospital');
    await fillHospital(staff, site, amount);
    await joinAs(profile, (await staff.makeJoinCode(site)).url);
    const rows: string[][] = [];
    for (const { name, size, hands } of partsOf(screens, (screen) => screen.name)) {
      console.error(`${whole(amount.assets)} assets on a ${name} …`);
      const app = await timesOf(profile, size, `${server.origin}/assets`, hands);
      const yardstick = await timesOf(profile, size, peer.address, plain);
      rows.push(...rowsOf(`${name}, ${whole(amount.assets)} assets`, app, yardstick));
    }
    return rows;
  } finally {
    peer.close();
    await server.remove();
    await rm(profile, { recursive: true, force: true });
  }
}

const rows: string[][] = [];
for (const amount of partsOf(amounts, ({ assets }) => String(assets))) rows.push(...(await ofAmount(amount)));
printSection({
  title: 'The list of equipment in use',
  about:
    `The page's thread is slowed ${SLOWER} times; from the action until the frame that answers it. Each asset has three logs. ` +
    'The device is in sync; three assets are opened, each for the first time. Scrolling draws 120 frames, each 60 px ' +
    'further; a screen of 60 Hz is refreshed more often where a frame comes late, and each refresh without a new one counts as ' +
    'dropped. The times of scrolling are the longest frame. Aims: a letter under 50 ms, no frame dropped. ' +
    'The yardstick is a plain page of one file, in the same browser, that searches, filters, sorts and scrolls as many records in an array.',
  columns: ['where and what', 'median', 'longest', 'yardstick', 'times the yardstick'],
  rows,
});
process.exit(0);
