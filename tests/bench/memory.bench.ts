/** The cost of a connected, silent device to the server, beyond the cost of its sockets by themselves. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import WebSocket from 'ws';
import { CONFIG } from '#shared/change/documents';
import { CentralServer } from '../central/server';
import { Staff, type Joined, type Site } from '../central/staff';
import { startChild } from './child';
import { openDocument, thisYear } from './device';
import { memoryOf, nodeOptionsForMemory, type Memory } from './memory-of';
import { kilobytes, printSection } from './table';

const DEVICES = 500;
/** Opened and closed first, so that memory that is allocated once, for any device, is not put down to the first devices. */
const WARMING = 100;

type Device = { site: Site; joined: Joined };

const connectDevice = (origin: string, { site, joined }: Device): Promise<WebSocket[]> =>
  Promise.all([CONFIG, thisYear(site)].map((name) => openDocument(origin, name, joined)));

async function connectBare(port: number): Promise<WebSocket[]> {
  const sockets = [0, 1].map(() => new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false }));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  return sockets;
}

async function inTens<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (let first = 0; first < items.length; first += 10) {
    made.push(...(await Promise.all(items.slice(first, first + 10).map(make))));
  }
  return made;
}

async function closeAll(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    }),
  );
}

/** Bytes for each device. */
async function weigh<Item>(
  server: ChildProcess,
  devices: readonly Item[],
  connect: (device: Item) => Promise<WebSocket[]>,
): Promise<Memory> {
  await closeAll((await inTens(devices.slice(0, WARMING), connect)).flat());
  const before = await memoryOf(server);
  const sockets = (await inTens(devices, connect)).flat();
  const after = await memoryOf(server);
  await closeAll(sockets);
  const each = (key: keyof Memory): number => (after[key] - before[key]) / devices.length;
  return { resident: each('resident'), held: each('held') };
}

async function weighCentral(): Promise<Memory> {
  let server = await CentralServer.start({ starterData: 'load', nodeOptions: nodeOptionsForMemory });
  try {
    const staff = await Staff.signIn(server.origin);
    const numbers = Array.from({ length: DEVICES }, (_, number) => number);
    const devices = await inTens(numbers, async (number): Promise<Device> => {
      const site = await staff.makeSite(`S${number}`, `Site ${number}`);
      return { site, joined: await staff.join(site, `Device ${number}`) };
    });
    // A fresh process: the memory that all the joining took must not hide that of the sockets.
    await server.kill();
    server = await server.startAgain();
    return await weigh(server.process, devices, (device) => connectDevice(server.origin, device));
  } finally {
    await server.remove();
  }
}

async function weighBare(): Promise<Memory> {
  const bare = await startChild('bare-server.ts', nodeOptionsForMemory);
  const devices = Array.from({ length: DEVICES }, () => bare.port);
  const weight = await weigh(bare.process, devices, connectBare);
  await bare.end();
  return weight;
}

console.error(`${DEVICES} idle devices …`);
const [central, bare] = [await weighCentral(), await weighBare()];
const row = (name: string, key: keyof Memory): string[] => [
  name,
  kilobytes(central[key]),
  kilobytes(bare[key]),
  kilobytes(central[key] - bare[key]),
];

printSection({
  title: 'Memory of an idle connected device',
  about:
    `${DEVICES} devices, each of a site of its own, with two sockets (central data and this year of its store), in sync and silent. ` +
    'Beside them the same sockets on a server that does nothing. Per device, after a collection of garbage. Aim: under 60 kB beyond the sockets’ own.',
  columns: ['memory', 'central', 'bare sockets', 'beyond the sockets'],
  rows: [row('resident (RSS)', 'resident'), row('held by JavaScript', 'held')],
});
process.exit(0);
