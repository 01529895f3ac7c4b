/**
 * Joining a country with a large catalogue: the bytes on the wire, the moment from which a slow phone can be used, and its use meanwhile.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import WebSocket from 'ws';
import { readUpdate } from '#shared/change/codec/read';
import { emptyUpdate, step1Message, step2Message } from '#shared/protocol/messages';
import { subprotocol } from '#shared/protocol/version';
import { catalogueChanges, fillCatalogue } from '../central/catalogue';
import { CentralServer } from '../central/server';
import { Staff, type Joined } from '../central/staff';
import { launchPhone, slowDown } from './browser';
import { readPiece } from './device';
import { MeteredLink } from './metered-link';
import { kilobytes, printSection, whole } from './table';

const ITEMS = 5000;
const SLOWER = 4;
const JOINS = 100;
/** bits a second, and milliseconds there and back */
const EDGE = { rate: 50_000, roundTrip: 600 };

/** The messages of central with their contents, in the order in which they come. */
async function download(origin: string, joined: Joined): Promise<string[][]> {
  const protocols = [subprotocol.version, `${subprotocol.tokenPrefix}${joined.deviceToken}`];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync/config`, protocols);
  socket.binaryType = 'nodebuffer';
  const messages: string[][] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(step1Message(new Map()));
      socket.send(step2Message(emptyUpdate));
    });
    socket.on('message', (bytes: Buffer) => {
      const piece = readPiece(bytes);
      messages.push(piece ? kindsOf(piece.update) : []);
      if (piece?.isLast) resolve();
    });
  });
  socket.terminate();
  return messages;
}

function kindsOf(update: Uint8Array): string[] {
  const structs = readUpdate(update);
  if (!structs.ok) throw new Error('central sent what is no update');
  return structs.value.flatMap((struct) =>
    struct.type === 'change' ? [(struct.value as { kind: string }).kind] : [],
  );
}

/** Seconds until these bytes are there over a slow line: three round trips for the sockets, then the bytes. */
const overEdge = (bytes: number): string =>
  `${((3 * EDGE.roundTrip) / 1000 + (bytes * 8) / EDGE.rate).toFixed(1)} s`;

async function wire(server: CentralServer, staff: Staff): Promise<void> {
  const site = await staff.makeSite('WIRE', 'Wire');
  const link = await MeteredLink.to(server.port);
  const messages = await download(link.origin, await staff.join(site, 'Meter'));
  const [ends = []] = link.frames;
  const total = link.down;
  const bare = JSON.stringify(
    catalogueChanges(ITEMS).map(({ entityId, patch }) => ({ id: entityId, ...patch })),
  );
  link.close();
  const endOf = (message: number): number => ends[message] ?? Number.NaN;
  const lastOf = (kind: string): number => endOf(messages.findLastIndex((kinds) => kinds.includes(kind)));
  const firstHundred = messages.findIndex(
    (_, index) =>
      messages
        .slice(0, index + 1)
        .flat()
        .filter((kind) => kind === 'catalogueItem.create').length > 100,
  );
  const row = (name: string, bytes: number): string[] => [name, kilobytes(bytes), overEdge(bytes)];
  printSection({
    title: `Central data on the wire: ${whole(ITEMS)} catalogue items of 12 properties`,
    about:
      `The starter data, then the programme's own catalogue. Bytes of the socket as they come down the line, compressed as every browser asks for ` +
      `(permessage-deflate). Aim: under 900 kB. Over EDGE (${EDGE.rate / 1000} kbit/s, ${EDGE.roundTrip} ms) worked out from the bytes. ` +
      'The yardstick is the items alone as one JSON file, gzipped, without who changed what and when.',
    columns: ['what a new site has', 'bytes so far', 'over EDGE'],
    rows: [
      row('every status reason', lastOf('statusReason.create')),
      row('classes, categories, types and properties too', lastOf('assetProperty.create')),
      row('a hundred catalogue items', endOf(firstHundred)),
      row('everything', total),
      row('yardstick: one file', gzipSync(bare).length),
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
  await Promise.all(devices.map((joined) => download(link.origin, joined)));
  const seconds = (performance.now() - began) / 1000;
  link.close();
  printSection({
    title: `${JOINS} devices join at once`,
    about: `All that is above, for each of them, until the last has everything. Server and devices share the processor; the devices read every change.`,
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
}

/** As text, since functions that the compiler adds are not known in the page. */
const watchTasks = `
  globalThis.tasks = [0];
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' });`;

const countOf = (table: string): string => `
  new Promise((resolve) => {
    const opening = indexedDB.open('waypost');
    opening.onsuccess = () => {
      const counting = opening.result.transaction('${table}').objectStore('${table}').count();
      counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
    };
  })`;

/** Milliseconds from the tap on *Join*. */
async function joinByTap(page: Page, url: string, slower: number): Promise<Joining> {
  await page.goto(url);
  const button = page.getByRole('button', { name: 'Join', exact: true });
  await button.waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await page.evaluate(watchTasks);
  const wake = slower > 1 ? await slowDown(page.context(), slower) : () => undefined;
  try {
    const began = performance.now();
    const since = (): number => performance.now() - began;
    const until = async (table: string, count: number): Promise<number> => {
      while (Number(await page.evaluate(countOf(table))) < count);
      return since();
    };
    await button.click();
    await page.getByRole('heading', { level: 1, name: /^This device has joined/ }).waitFor();
    const shown = since();
    const reasons = await until('statusReasons', 1);
    const hundred = await until('catalogueItems', 100);
    await page.getByText('You’re ready.').waitFor();
    const everything = since();
    const longestTask = Math.max(...(await page.evaluate<number[]>('globalThis.tasks')));
    return { shown, reasons, hundred, everything, longestTask };
  } finally {
    wake();
  }
}

async function onPhone(staff: Staff, code: string, slower: number): Promise<Joining> {
  const site = await staff.makeSite(code, `Site ${code}`);
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
  const plain = await onPhone(staff, 'QUICK', 1);
  const slow = await onPhone(staff, 'SLOW', SLOWER);
  const row = (name: string, of: keyof Joining): string[] => [
    name,
    `${whole(slow[of])} ms`,
    `${whole(plain[of])} ms`,
  ];
  printSection({
    title: `A phone joins with ${whole(ITEMS)} catalogue items`,
    about:
      `From the tap on *Join*, over a quick line. Slowed: every process of the browser stands still for ${100 - 100 / SLOWER} % of the time, ` +
      'the engine and the database too. Aim: usable in under 5 s, and meanwhile.',
    columns: ['on the phone', `${SLOWER} times slower`, 'this machine'],
    rows: [
      row('it has joined, and the app can be used', 'shown'),
      row('the status reasons are there', 'reasons'),
      row('a hundred catalogue items are there', 'hundred'),
      row('everything is there', 'everything'),
      row('longest task of the page meanwhile', 'longestTask'),
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
