/**
 * Joining a country with a large catalogue: the bytes on the wire, the moment from which a slow phone can be used, and its use meanwhile.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { catalogueChanges, fillCatalogue } from '../central/catalogue';
import { equip } from '../central/equipment';
import { CentralServer } from '../central/server';
import { Staff, type Joined, type Site } from '../central/staff';
import { firstHundred, inPieces, lastOf, listen, overSocket, type Arrived } from './central-data-wire';
import { launchPhone, processorOf, slowDown } from './browser';
import { MeteredLink } from './metered-link';
import { kilobytes, printSection, whole } from './table';

const ITEMS = 5000;
const ASSETS = 10_000;
const SLOWER = 4;
const JOINS = 100;
/** bits a second, and milliseconds there and back */
const EDGE = { rate: 50_000, roundTrip: 600 };

/** Seconds until these bytes are there over a slow line: three round trips for a link, one for each piece, then the bytes. */
const overEdge = (bytes: number, pieces = 0): string =>
  `${(((3 + pieces) * EDGE.roundTrip) / 1000 + (bytes * 8) / EDGE.rate).toFixed(1)} s`;

async function wire(server: CentralServer, staff: Staff): Promise<void> {
  const site = await staff.makeSite('WIRE', 'Wire');
  const socket = await overSocket(server.port, await staff.join(site, 'Meter'));
  const pieces = await inPieces(server.port, await staff.join(site, 'Meter of pieces'));
  const bare = JSON.stringify(
    catalogueChanges(ITEMS).map(({ entityId, patch }) => ({ id: entityId, ...patch })),
  );
  const yardstick = gzipSync(bare).length;
  const row = (name: string, of: (arrived: readonly Arrived[]) => number): string[] => {
    const [whole, cut] = [of(socket), of(pieces)];
    const taken = pieces.filter(({ end }) => end <= cut).length;
    return [name, kilobytes(cut), overEdge(cut, taken), kilobytes(whole), overEdge(whole)];
  };
  printSection({
    title: `Central data on the wire: ${whole(ITEMS)} catalogue items of 12 properties`,
    about:
      `The starter data, then the programme's own catalogue. Bytes as they come down the line, heads and all. The app takes pieces of 1,000 changes ` +
      `over HTTP, packed by Brotli, and the rest over its socket; a stock client takes all over the socket, compressed as every browser asks for ` +
      `(permessage-deflate). Aim: under 300 kB in pieces. Over EDGE (${EDGE.rate / 1000} kbit/s, ${EDGE.roundTrip} ms) worked out from the bytes, with ` +
      'a round trip for each piece. The yardstick is the items alone as one JSON file, gzipped, without who changed what and when.',
    columns: ['what a new site has', 'the app', 'over EDGE', 'socket alone', 'over EDGE'],
    rows: [
      row('every status reason', (arrived) => lastOf(arrived, 'statusReason.create')),
      row('classes, categories, types and properties too', (arrived) =>
        lastOf(arrived, 'assetProperty.create'),
      ),
      row('a hundred catalogue items', firstHundred),
      row('everything', (arrived) => arrived.at(-1)?.end ?? Number.NaN),
      ['yardstick: one file', kilobytes(yardstick), overEdge(yardstick), '', ''],
    ],
  });
}

/** Seconds of processor that the server takes for many devices that join at once with nothing. */
async function joins(server: CentralServer, staff: Staff): Promise<void> {
  const site = await staff.makeSite('MANY', 'Many');
  const link = await MeteredLink.to(server.port);
  const devices: Joined[] = [];
  for (let number = 0; number < JOINS; number++) devices.push(await staff.join(site, `Device ${number}`));
  const began = performance.now();
  const ignore = (): void => undefined;
  await Promise.all(devices.map((joined) => listen(link.origin, joined, new Map(), ignore)));
  const seconds = (performance.now() - began) / 1000;
  link.close();
  printSection({
    title: `${JOINS} devices join at once`,
    about: `All that is above, over the socket, for each of them, until the last has everything. Server and devices share the processor; the devices read every change.`,
    columns: ['devices', 'all have everything after', 'a second'],
    rows: [[whole(JOINS), `${seconds.toFixed(1)} s`, kilobytes(link.down / seconds)]],
  });
}

interface Joining {
  shown: number;
  reasons: number;
  hundred: number;
  everything: number;
  longestTask: number;
  /** milliseconds of processor */
  page: number;
  storage: number;
}

/**
 * As text, since functions that the compiler adds are not known in the page. It counts after each write of which the database tells all
 * pages, and asks nothing of it in between.
 */
const watch = `
  globalThis.tasks = [0];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' });
  globalThis.firsts = {};
  const least = { statusReasons: 1, catalogueItems: 100 };
  const opening = indexedDB.open('waypost');
  opening.onsuccess = () => {
    const look = () => {
      for (const table of Object.keys(least)) {
        if (globalThis.firsts[table]) continue;
        const counting = opening.result.transaction(table).objectStore(table).count();
        counting.onsuccess = () => {
          if (counting.result >= least[table]) globalThis.firsts[table] ??= Date.now();
        };
      }
    };
    globalThis.writes = new BroadcastChannel('x-storagemutated-1');
    globalThis.writes.onmessage = look;
  };`;

/** Milliseconds from the tap on *Join*. */
async function joinByTap(page: Page, url: string, slower: number): Promise<Joining> {
  await page.goto(url);
  const button = page.getByRole('button', { name: 'Join', exact: true });
  await button.waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await page.evaluate(watch);
  const before = await processorOf(page.context());
  const wake = slower > 1 ? await slowDown(page.context(), slower) : () => undefined;
  try {
    const began = Date.now();
    const since = (): number => Date.now() - began;
    await button.click();
    await page.getByRole('heading', { level: 1, name: /^This device has joined/ }).waitFor();
    const shown = since();
    await page.getByText('You’re ready.').waitFor();
    const everything = since();
    wake();
    const after = await processorOf(page.context());
    const firsts = await page.evaluate<Record<string, number>>('globalThis.firsts');
    return {
      shown,
      reasons: (firsts['statusReasons'] ?? Number.NaN) - began,
      hundred: (firsts['catalogueItems'] ?? Number.NaN) - began,
      everything,
      longestTask: Math.max(...(await page.evaluate<number[]>('globalThis.tasks'))),
      page: after.page - before.page,
      storage: after.storage - before.storage,
    };
  } finally {
    wake();
  }
}

async function onPhone(staff: Staff, site: Site, slower: number): Promise<Joining> {
  const profile = await mkdtemp(join(tmpdir(), 'waypost-profile-'));
  try {
    const { url } = await staff.makeJoinCode(site);
    const context = await launchPhone(profile);
    const joined = await joinByTap(await context.newPage(), url, slower);
    await context.close();
    return joined;
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

async function phones(staff: Staff): Promise<void> {
  const [quick, slowed, large] = [
    await staff.makeSite('QUICK', 'Quick'),
    await staff.makeSite('SLOW', 'Slow'),
    await staff.makeSite('LARGE', 'Large'),
  ];
  await equip(staff, large, ASSETS);
  const plain = await onPhone(staff, quick, 1);
  const slow = await onPhone(staff, slowed, SLOWER);
  const full = await onPhone(staff, large, 1);
  const row = (name: string, of: keyof Joining): string[] => [
    name,
    `${whole(slow[of])} ms`,
    `${whole(plain[of])} ms`,
    `${whole(full[of])} ms`,
  ];
  printSection({
    title: `A phone joins with ${whole(ITEMS)} catalogue items`,
    about:
      `From the tap on *Join*, over a quick line. Slowed: every process of the browser stands still for ${100 - 100 / SLOWER} % of the time, ` +
      `the engine and the database too. Aim: usable in 1 s, everything in 6 s. The last column is a device that joins a site of ${whole(ASSETS)} assets ` +
      'with a log each. Processor time as the browser counts it, the same at any speed.',
    columns: ['on the phone', `${SLOWER} times slower`, 'this machine', 'and a large store'],
    rows: [
      row('it has joined, and the app can be used', 'shown'),
      row('the status reasons are there', 'reasons'),
      row('a hundred catalogue items are there', 'hundred'),
      row('everything is there', 'everything'),
      row('longest task of the page meanwhile', 'longestTask'),
      row('processor: the page and its engine', 'page'),
      row('processor: the rest of the browser, with its database', 'storage'),
    ],
  });
}

console.error(`${whole(ITEMS)} catalogue items …`);
const server = await CentralServer.start({ starterData: 'load' });
try {
  const staff = await Staff.signIn(server.origin);
  await fillCatalogue(staff, ITEMS);
  await wire(server, staff);
  await joins(server, staff);
  await phones(staff);
} finally {
  await server.remove();
}
process.exit(0);
