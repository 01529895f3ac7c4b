// A disk that stalls holds up no socket: who sends on and on is not read any more, all others go on, and nothing is lost.
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { emptyUpdate, messageType, readStored, step2Message, updateMessage } from '#shared/protocol/messages';
import { openSqliteDatabase } from '../../server/database/sqlite/open-database';
import { ChangeMaker } from '../central/change-maker';
import { newDatabasePath } from '../support/database';
import { NOW, startRig, YEAR, type Rig } from '../support/relay';

const CHANGES = 1000;
const MEGABYTE = 1024 * 1024;
/** what central takes of one socket before it is judged, and what may be under way in the socket itself */
const CAP = 4 * MEGABYTE;
const UNDER_WAY = MEGABYTE / 2;

/** A disk that takes nothing until it is freed. */
class Disk {
  #freed: Promise<void> | undefined;
  free: () => void = () => undefined;
  stall(): void {
    this.#freed = new Promise((resolve) => (this.free = resolve));
  }
  sync = async (): Promise<void> => this.#freed;
}

const disk = new Disk();
let rig: Rig;
afterEach(() => {
  disk.free();
  return rig.stop();
});

const open = (device: string, store: string): WebSocket =>
  new WebSocket(`${rig.url}/store/${store}/${YEAR}`, ['waypost.v6', `token.${device}`]);

/** Resolves when central has this many changes of the client on its disk. */
const stored = (socket: WebSocket, client: number, count: number): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('message', (bytes: Buffer) => {
      const decoder = createDecoder(bytes);
      const read = readVarUint(decoder) === messageType.stored ? readStored(decoder) : undefined;
      if (read?.ok === true && read.value.vector.get(client) === count) resolve();
    });
  });

function send(socket: WebSocket, client: number, count: number): number {
  const maker = new ChangeMaker(`device-${client}`, `device-${client}`);
  let bytes = 0;
  for (let clock = 0; clock < count; clock++) {
    const change = { ...maker.make('asset.create', { notes: 'x'.repeat(20_000) }), deviceId: 'phone' };
    const message = updateMessage(encodeUpdate([toBytes({ client, clock, change })]));
    bytes += message.length;
    socket.send(message);
  }
  return bytes;
}

test('while the disk stalls a flood waits outside, other sockets go on, and then all of it is stored', async () => {
  const database = await openSqliteDatabase({ path: newDatabasePath(), sync: disk.sync });
  rig = await startRig(database, () => Math.max(NOW, Date.now()));
  await rig.device({ id: 'phone', clientIds: [11], stores: ['s1'] });
  await rig.device({ id: 'tablet', clientIds: [12], stores: ['s2'] });
  const phone = open('phone', 's1');
  await once(phone, 'message');
  phone.send(step2Message(emptyUpdate));
  disk.stall();
  const before = rig.sync.metrics.bytesIn;
  const isStored = stored(phone, 11, CHANGES);
  const sent = send(phone, 11, CHANGES);
  expect(sent).toBeGreaterThan(3 * CAP);
  while (rig.sync.metrics.bytesIn - before <= CAP) await setImmediate();
  const tablet = open('tablet', 's2');
  await once(tablet, 'message');
  for (let times = 0; times < 20; times++) {
    tablet.ping();
    await once(tablet, 'pong');
  }
  expect(rig.sync.metrics.bytesIn - before).toBeLessThan(CAP + UNDER_WAY);
  disk.free();
  await isStored;
  expect((await database.changes.heads([`store/s1/${YEAR}`])).get(`store/s1/${YEAR}`)).toEqual(
    new Map([[11, CHANGES]]),
  );
  phone.terminate();
  tablet.terminate();
});
