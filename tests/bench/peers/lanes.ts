/** Connections that send changes and count the answers: the same changes to each server, in its own protocol. */
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';
import WebSocket from 'ws';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { messageType, readStored, syncStep, updateMessage } from '#shared/protocol/messages';
import { ChangeMaker } from '../../central/change-maker';
import type { Joined, Site } from '../../central/staff';
import { openDocument, thisYear } from '../device';

/** The changes that a message acknowledges: their number, or the clock up to which they were taken. */
type Taken = { more: number } | { upTo: number } | undefined;

export class Lane {
  /** the moments at which changes that are not taken yet were sent, milliseconds */
  readonly #sent: number[] = [];
  /** messages that wait to be sent, the next one last */
  readonly #ready: Uint8Array[] = [];
  #clock: number;
  #taken: number;
  onTaken: (waits: readonly number[]) => void = () => undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly client: number,
    private readonly maker: ChangeMaker,
    private readonly wrap: (message: Uint8Array) => Uint8Array,
    read: (bytes: Buffer) => Taken,
    clock = 0,
  ) {
    this.#clock = clock;
    this.#taken = clock;
    socket.on('message', (bytes: Buffer) => this.#take(read(bytes)));
    socket.on('close', (code) => {
      if (this.#sent.length > 0) throw new Error(`a socket was closed with ${code}`);
    });
  }

  /** Makes messages ahead, so that the load costs the machine little while it is weighed. */
  prepare(count: number): void {
    for (let made = 0; made < count; made++) this.#ready.push(this.#make());
    this.#ready.reverse();
  }

  send(): void {
    const message = this.#ready.pop() ?? this.#make();
    this.#sent.push(performance.now());
    this.socket.send(message);
  }

  /** A new asset. */
  #make(): Uint8Array {
    const change = this.maker.make('asset.create', { assetNumber: `F-${this.#clock}`, notes: 'by the door' });
    const bytes = toBytes({ client: this.client, clock: this.#clock++, change });
    return this.wrap(updateMessage(encodeUpdate([bytes])));
  }

  #take(taken: Taken): void {
    if (!taken) return;
    const upTo = 'upTo' in taken ? taken.upTo : this.#taken + taken.more;
    const ones = this.#sent.splice(0, Math.max(0, upTo - this.#taken));
    this.#taken = Math.max(upTo, this.#taken);
    const now = performance.now();
    if (ones.length > 0) this.onTaken(ones.map((at) => now - at));
  }

  close(): void {
    this.#sent.length = 0;
    this.socket.terminate();
  }
}

const same = (message: Uint8Array): Uint8Array => message;

/** `clock`: the changes that the device has sent before, all that there are in its document. */
export async function waypostLane(origin: string, site: Site, joined: Joined, clock = 0): Promise<Lane> {
  const socket = await openDocument(origin, thisYear(site), joined, {
    has: clock === 0 ? new Map() : new Map([[joined.clientId, clock]]),
  });
  const maker = new ChangeMaker(joined.deviceId, joined.deviceId);
  const read = (bytes: Buffer): Taken => {
    const decoder = createDecoder(bytes);
    const type = readVarUint(decoder);
    if (type === messageType.refused) throw new Error('central refused a change');
    const stored = type === messageType.stored ? readStored(decoder) : undefined;
    const upTo = stored?.ok === true ? stored.value.vector.get(joined.clientId) : undefined;
    return upTo === undefined ? undefined : { upTo };
  };
  return new Lane(socket, joined.clientId, maker, same, read, clock);
}

async function open(port: number, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${path}`, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const makerOf = (number: number): ChangeMaker => new ChangeMaker(`device-${number}`, `device-${number}`);

/** It passes an update on to all who have the document, and so to its sender. */
export async function yWebsocketLane(port: number, number: number): Promise<Lane> {
  const socket = await open(port, `room-${number}`);
  return new Lane(socket, number + 1, makerOf(number), same, (bytes) => {
    const decoder = createDecoder(bytes);
    const isUpdate = readVarUint(decoder) === messageType.sync && readVarUint(decoder) === syncStep.update;
    return isUpdate ? { more: 1 } : undefined;
  });
}

const AUTH = 2;
const SYNC_STATUS = 8;

/** This server acknowledges each update. */
export async function hocuspocusLane(port: number, number: number): Promise<Lane> {
  const name = `room-${number}`;
  const socket = await open(port, '');
  const named = (write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array => {
    const encoder = createEncoder();
    writeVarString(encoder, name);
    write(encoder);
    return toUint8Array(encoder);
  };
  const wrap = (message: Uint8Array): Uint8Array => named((encoder) => writeUint8Array(encoder, message));
  const lane = new Lane(socket, number + 1, makerOf(number), wrap, (bytes) => {
    const decoder = createDecoder(bytes);
    readVarString(decoder);
    return readVarUint(decoder) === SYNC_STATUS ? { more: 1 } : undefined;
  });
  socket.send(
    named((encoder) => {
      writeVarUint(encoder, AUTH);
      writeVarUint(encoder, 0);
      writeVarString(encoder, 'anybody');
    }),
  );
  return lane;
}

export async function bareLane(port: number, number: number): Promise<Lane> {
  const socket = await open(port, '');
  return new Lane(socket, number + 1, makerOf(number), same, (bytes) => ({ more: Number(bytes.toString()) }));
}
