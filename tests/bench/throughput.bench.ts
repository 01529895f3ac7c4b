/** The number of changes a second that central acknowledges as durable, beside a stock Yjs server that keeps everything in memory only. */
import { CentralServer } from '../central/server';
import { Staff, type Joined, type Site } from '../central/staff';
import { newId } from '../../src/replica/new-id';
import { startChild } from './child';
import { openDocument, thisYear, Writer } from './device';
import { PeerWriter } from './peer';
import { printSection, whole } from './table';

const CONNECTIONS = [1, 50, 500];
const SECONDS = 5;

interface OneWriter {
  write(): Promise<void>;
}
interface Measured {
  perSecond: number;
  /** milliseconds */
  median: number;
  late: number;
}

/** Every writer writes as fast as it is acknowledged, for some seconds after a second of warming up. */
async function measure(writers: readonly OneWriter[]): Promise<Measured> {
  const from = performance.now() + 1000;
  const until = from + SECONDS * 1000;
  const waits: number[] = [];
  await Promise.all(
    writers.map(async (writer) => {
      for (let began = performance.now(); began < until; began = performance.now()) {
        await writer.write();
        const ended = performance.now();
        if (ended >= from && ended < until) waits.push(ended - began);
      }
    }),
  );
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? 0;
  return { perSecond: waits.length / SECONDS, median: at(0.5), late: at(0.99) };
}

/** One device for each connection, each of a site of its own, as in a country. */
async function joinDevices(staff: Staff, count: number): Promise<{ site: Site; joined: Joined }[]> {
  const devices: { site: Site; joined: Joined }[] = [];
  const joinOne = async (number: number): Promise<void> => {
    const site = await staff.makeSite(`S${number}`, `Site ${number}`);
    devices.push({ site, joined: await staff.join(site, `Device ${number}`) });
  };
  for (let first = 0; first < count; first += 20) {
    const numbers = Array.from({ length: Math.min(20, count - first) }, (_, index) => first + index);
    await Promise.all(numbers.map(joinOne));
  }
  return devices;
}

async function central(
  devices: readonly { site: Site; joined: Joined }[],
  origin: string,
): Promise<Measured> {
  const sockets = await Promise.all(
    devices.map(({ site, joined }) => openDocument(origin, thisYear(site), joined)),
  );
  const writers = sockets.map((socket, index) => {
    const device = devices[index];
    if (!device) throw new Error('a socket without a device');
    return new Writer(socket, device.joined, newId());
  });
  const measured = await measure(writers);
  for (const socket of sockets) socket.close();
  return measured;
}

async function peer(count: number): Promise<Measured> {
  const child = await startChild('peer-server.ts');
  const opening = Array.from({ length: count }, (_, index) =>
    PeerWriter.open(child.port, `room-${index}`, index + 1),
  );
  const measured = await measure(await Promise.all(opening));
  await child.end();
  return measured;
}

/** A server of its own for each count, so that no run inherits the data of another. */
async function round(count: number): Promise<string[]> {
  const server = await CentralServer.start();
  try {
    const devices = await joinDevices(await Staff.signIn(server.origin), count);
    const ours = await central(devices, server.origin);
    const theirs = await peer(count);
    const ms = (value: number): string => `${value.toFixed(1)} ms`;
    const ratio = `${((100 * ours.perSecond) / theirs.perSecond).toFixed(0)} %`;
    return [
      whole(count),
      whole(ours.perSecond),
      ms(ours.median),
      ms(ours.late),
      whole(theirs.perSecond),
      ms(theirs.median),
      ratio,
    ];
  } finally {
    await server.remove();
  }
}

const rows: string[][] = [];
for (const count of CONNECTIONS) {
  console.error(`${count} connections …`);
  rows.push(await round(count));
}

printSection({
  title: 'Durably acknowledged changes',
  about:
    'Each connection is a device of a site of its own that sends one asset log, waits until central says *stored* (committed to disk, ' +
    'synchronous=FULL), and sends the next. The peer is a stock Yjs server in the same run: no disk, no rights, no checks; its clients wait ' +
    'until it has applied the change in memory. Server and clients share the processor.',
  columns: [
    'connections',
    'stored/s',
    'median wait',
    '99 % within',
    'peer, in memory/s',
    'peer median',
    'share of the peer',
  ],
  rows,
});
process.exit(0);
