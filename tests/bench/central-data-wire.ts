/** Central data as they come down a line to a device with nothing: over its socket alone, and as the app takes them. */
import WebSocket from 'ws';
import { documentLog } from '#shared/api/document-log';
import { readUpdate, type ChangeStruct } from '#shared/change/codec/read';
import { readPiece } from '#shared/change/piece/piece';
import type { StateVector } from '#shared/change/state-vector';
import { emptyUpdate, step1Message, step2Message } from '#shared/protocol/messages';
import { subprotocol } from '#shared/protocol/version';
import type { Joined } from '../central/staff';
import { readPiece as readMessage } from './device';
import { MeteredLink } from './metered-link';

const kindOf = ({ value }: ChangeStruct): string => (value as { kind: string }).kind;

function kindsOf(update: Uint8Array): string[] {
  const structs = readUpdate(update);
  if (!structs.ok) throw new Error('central sent what is no update');
  return structs.value.flatMap((struct) => (struct.type === 'change' ? [kindOf(struct)] : []));
}

/** Opens a socket on central data and reads what central sends to who has `vector`; `heard` hears of the kinds in each message. */
export async function listen(
  origin: string,
  joined: Joined,
  vector: StateVector,
  heard: (kinds: string[]) => void,
): Promise<void> {
  const protocols = [subprotocol.version, `${subprotocol.tokenPrefix}${joined.deviceToken}`];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync/config`, protocols);
  socket.binaryType = 'nodebuffer';
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      socket.send(step1Message(vector));
      socket.send(step2Message(emptyUpdate));
    });
    socket.on('message', (bytes: Buffer) => {
      const piece = readMessage(bytes);
      heard(piece ? kindsOf(piece.update) : []);
      if (piece?.isLast) resolve();
    });
  });
  socket.terminate();
}

/** The kinds of changes that are there, and the bytes that had come down by then. */
export interface Arrived {
  kinds: string[];
  end: number;
}

/** All over the socket, as stock clients have it. */
export async function overSocket(port: number, joined: Joined): Promise<Arrived[]> {
  const link = await MeteredLink.to(port);
  const messages: string[][] = [];
  await listen(link.origin, joined, new Map(), (kinds) => messages.push(kinds));
  const [ends = []] = link.frames;
  link.close();
  return messages.map((kinds, index) => ({ kinds, end: ends[index] ?? Number.NaN }));
}

/** As the app does it: whole pieces over HTTP, the rest over the socket. */
export async function inPieces(port: number, joined: Joined): Promise<Arrived[]> {
  const link = await MeteredLink.to(port);
  const arrived: Arrived[] = [];
  const get = (path: string): Promise<Response> =>
    fetch(`${link.origin}/api/documents/config/log${path}`, {
      headers: { authorization: `Bearer ${joined.deviceToken}`, 'accept-encoding': 'br' },
    });
  const { pieces } = documentLog.parse(await (await get('')).json());
  for (const { name } of pieces) {
    const read = readPiece(new Uint8Array(await (await get(`/${name}`)).arrayBuffer()));
    if (!read.ok) throw new Error('central sent what is no piece');
    arrived.push({ kinds: read.value.structs.map(kindOf), end: link.down });
  }
  const vector = new Map(pieces.flatMap((piece) => piece.vector));
  const rest: string[] = [];
  await listen(link.origin, joined, vector, (kinds) => rest.push(...kinds));
  arrived.push({ kinds: rest, end: link.down });
  link.close();
  return arrived;
}

/** Bytes until the last change of a kind is there. */
export const lastOf = (arrived: readonly Arrived[], kind: string): number =>
  arrived.findLast(({ kinds }) => kinds.includes(kind))?.end ?? Number.NaN;

export function firstHundred(arrived: readonly Arrived[]): number {
  let items = 0;
  const last = arrived.find(({ kinds }) => {
    items += kinds.filter((kind) => kind === 'catalogueItem.create').length;
    return items > 100;
  });
  return last?.end ?? Number.NaN;
}
