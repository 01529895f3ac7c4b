/** One edit of central data on its way to every device of a country that is connected. */
import WebSocket from 'ws';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { CONFIG } from '#shared/change/documents';
import { updateMessage } from '#shared/protocol/messages';
import { ChangeMaker } from '../central/change-maker';
import { catalogueChanges } from '../central/catalogue';
import { CentralServer } from '../central/server';
import { Staff, type Joined } from '../central/staff';
import { startChild, type Child } from './child';
import { openDocument, readPiece } from './device';
import { printSection, whole } from './table';

const DEVICES = 500;
const EDITS = 40;

/** Milliseconds from the moment at which an edit is sent until each of the sockets has it. */
async function arrivals(sockets: readonly WebSocket[], send: () => unknown): Promise<number[]> {
  const began = performance.now();
  const arrived = sockets.map(
    (socket) =>
      new Promise<number>((resolve) => {
        const read = (bytes: Buffer): void => {
          if (!readPiece(bytes)) return;
          socket.off('message', read);
          resolve(performance.now() - began);
        };
        socket.on('message', read);
      }),
  );
  await send();
  return Promise.all(arrived);
}

/** One after the other, the first to warm up. */
async function measure(sockets: readonly WebSocket[], send: () => unknown): Promise<number[]> {
  const waits: number[] = [];
  await arrivals(sockets, send);
  for (let edit = 0; edit < EDITS; edit++) waits.push(...(await arrivals(sockets, send)));
  return waits.sort((a, b) => a - b);
}

async function joinAll(staff: Staff): Promise<Joined[]> {
  const site = await staff.makeSite('ALL', 'All');
  const joined: Joined[] = [];
  while (joined.length < DEVICES) joined.push(await staff.join(site, `Device ${joined.length}`));
  return joined;
}

async function openAll(origin: string, devices: readonly Joined[]): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (const joined of devices) sockets.push(await openDocument(origin, CONFIG, joined));
  return sockets;
}

async function central(): Promise<number[]> {
  const server = await CentralServer.start({ starterData: 'load' });
  try {
    const staff = await Staff.signIn(server.origin);
    const maker = new ChangeMaker('staff', 'amina');
    const [item] = catalogueChanges(1, maker);
    if (!item) throw new Error('there is no item to edit');
    await staff.author(CONFIG, [item]);
    const sockets = await openAll(server.origin, await joinAll(staff));
    let hours = 0;
    const waits = await measure(sockets, () =>
      staff.author(CONFIG, [
        maker.make('catalogueItem.edit', { properties: { hold_over_time: hours++ } }, item.entityId),
      ]),
    );
    for (const socket of sockets) socket.terminate();
    return waits;
  } finally {
    await server.remove();
  }
}

const openPeer = (child: Child): Promise<WebSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${child.port}/config`, { perMessageDeflate: false });
  socket.binaryType = 'nodebuffer';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve(socket));
  });
};

/** The stock server that keeps everything in memory: the cost of passing on by itself. */
async function peer(): Promise<number[]> {
  const child = await startChild('peer-server.ts');
  const writer = await openPeer(child);
  const sockets: WebSocket[] = [];
  while (sockets.length < DEVICES) sockets.push(await openPeer(child));
  const maker = new ChangeMaker('staff', 'amina');
  let clock = 0;
  const waits = await measure(sockets, () => {
    const change = maker.make('catalogueItem.edit', { properties: { hold_over_time: clock } });
    writer.send(updateMessage(encodeUpdate([toBytes({ client: 7, clock: clock++, change })])));
  });
  await child.end();
  return waits;
}

console.error(`${DEVICES} devices …`);
const row = (name: string, waits: readonly number[]): string[] => {
  const at = (share: number): string => `${whole(waits[Math.floor((waits.length - 1) * share)] ?? 0)} ms`;
  return [name, at(0.5), at(0.99), at(1)];
};
const ours = await central();
const theirs = await peer();
printSection({
  title: `One edit of a catalogue item reaches ${DEVICES} connected devices`,
  about:
    `From the moment at which staff's call is sent until a device has the change, for ${EDITS} edits one after the other; at central it is judged, ` +
    'folded and on disk before it is passed on. Aim: 99 % within 1 s. The yardstick is a stock Yjs server that keeps everything in memory. Server and devices share the processor.',
  columns: ['server', 'median', '99 % within', 'slowest'],
  rows: [row('central', ours), row('stock, in memory', theirs)],
});
process.exit(0);
