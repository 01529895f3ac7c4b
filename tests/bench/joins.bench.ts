/** Devices that join a document with a long history, all at once: by the pieces of its log, as the app does, and by the socket alone. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { documentLog } from '#shared/api/document-log';
import { CentralServer } from '../central/server';
import { Staff } from '../central/staff';
import { openDocument, thisYear } from './device';
import { waypostLane } from './peers/lanes';
import { printSection } from './table';

const CHANGES = 10_000;
const DEVICES = Number(process.env['DEVICES'] ?? 150);
/** of /proc, a second */
const TICKS = 100;

const server = await CentralServer.start();
const staff = await Staff.signIn(server.origin);
const site = await staff.makeSite('S1', 'Site');
const joined = await staff.join(site, 'Writer');
const document = thisYear(site);

async function fill(): Promise<void> {
  const lane = await waypostLane(server.origin, site, joined);
  await new Promise<void>((resolve) => {
    let taken = 0;
    lane.onTaken = ({ length }) => {
      taken += length;
      if (taken === CHANGES) resolve();
    };
    for (let count = 0; count < CHANGES; count++) lane.send();
  });
  lane.close();
}

/** Bytes of an answer as they come down the line. */
const bytesOf = (path: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${joined.deviceToken}`, 'accept-encoding': 'br' };
    request(`${server.origin}${path}`, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(Buffer.concat(parts)));
    })
      .on('error', reject)
      .end();
  });

const log = `/api/documents/${encodeURIComponent(document)}/log`;
const pieceOf = (name: string): string => `${log}/${name}`;

async function byPieces(): Promise<number> {
  const headers = { authorization: `Bearer ${joined.deviceToken}` };
  const { pieces } = documentLog.parse(await (await fetch(`${server.origin}${log}`, { headers })).json());
  let bytes = 0;
  for (const { name } of pieces) bytes += (await bytesOf(pieceOf(name))).length;
  return bytes;
}

/** A device that keeps its socket open: the bytes that came down it. */
async function bySocket(): Promise<number> {
  const socket = await openDocument(server.origin, document, joined, { perMessageDeflate: true });
  const line = (socket as unknown as { _socket: Socket })._socket; // ws has no other way to its bytes
  return line.bytesRead;
}

/** Milliseconds of processor that the server has had. */
function spent(): number {
  const [, rest = ''] = readFileSync(`/proc/${server.process.pid ?? 0}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

async function weigh(name: string, joinOne: () => Promise<number>): Promise<string[]> {
  await joinOne();
  const before = spent();
  const from = performance.now();
  const bytes = await Promise.all(Array.from({ length: DEVICES }, joinOne));
  const seconds = (performance.now() - from) / 1000;
  const each = (spent() - before) / DEVICES;
  const mean = bytes.reduce((sum, one) => sum + one, 0) / DEVICES;
  return [name, `${seconds.toFixed(2)} s`, `${each.toFixed(1)} ms`, `${(mean / 1e6).toFixed(2)} MB`];
}

await fill();
console.error(`${DEVICES} joins …`);
const rows = [await weigh('pieces over HTTP', byPieces), await weigh('socket', bySocket)];
await server.remove();
printSection({
  title: `${DEVICES} devices join a document of ${CHANGES} changes at once`,
  about:
    'Until all have all of it, after one that was there before; the devices keep the bytes and do not read them. The app takes the pieces, ' +
    'compressed once and for all; a stock client the socket. Aim: 1.5 s and 5 ms of processor each.',
  columns: ['way', 'all have everything after', 'processor each', 'bytes each'],
  rows,
});
process.exit(0);
