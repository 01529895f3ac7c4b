import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { subprotocol } from '#shared/protocol/version';
import { compressMessage, CompressedOnce } from './compressed-once';
import { createSockets } from './socket';

const http = createServer();
const sockets = createSockets();
let compressed: Buffer[];
let fails = false;
let ours: CompressedOnce;
/** the server's ends */
let ends: WebSocket[];
const clients: WebSocket[] = [];

http.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (end) => {
    ours.serve(end);
    ends.push(end);
  }),
);

beforeEach(async () => {
  compressed = [];
  ends = [];
  fails = false;
  ours = new CompressedOnce((message) => {
    compressed.push(message);
    return fails ? Promise.reject(new Error('no memory')) : compressMessage(message);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  http.close();
  await once(http, 'close');
});

async function client(perMessageDeflate: boolean | object = true): Promise<WebSocket> {
  const { port } = http.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, [subprotocol.version], { perMessageDeflate });
  clients.push(socket);
  await once(socket, 'open');
  return socket;
}

/** The next messages of a client, each as its text. */
const heard = (socket: WebSocket, count: number): Promise<string[]> =>
  new Promise((resolve) => {
    const texts: string[] = [];
    socket.on('message', (data: Buffer) => {
      if (texts.push(data.toString()) === count) resolve(texts);
    });
  });

const text = (word: string): string => `${word} is said again and again; `.repeat(200);
const bytesOf = (word: string): Uint8Array => new TextEncoder().encode(text(word));
const lineOf = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket;

test('a message for many sockets is compressed once, and each reads it', async () => {
  const hearing = [];
  for (let count = 0; count < 5; count++) hearing.push(heard(await client(), 1));
  const copies: number[] = [];
  const message = ours.share(bytesOf('one'), (bytes) => copies.push(bytes));
  for (const end of ends) end.send(message);
  expect(await Promise.all(hearing)).toEqual(hearing.map(() => [text('one')]));
  expect(compressed).toHaveLength(1);
  expect(copies).toHaveLength(1);
  expect(copies[0]).toBeLessThan(text('one').length / 5);
  for (const one of clients) expect(lineOf(one).bytesRead).toBeLessThan(text('one').length / 5);
});

test('messages keep their order, shared or not, small or large', async () => {
  const hearing = heard(await client(), 6);
  const [end] = ends;
  const shared = ours.share(bytesOf('shared'));
  const sent = [bytesOf('own'), shared, Buffer.from('small'), shared, bytesOf('other'), Buffer.from('end')];
  for (const message of sent) end?.send(message, { binary: true });
  const texts = ['own', 'shared'].map(text).concat('small', ['shared', 'other'].map(text), 'end');
  expect(await hearing).toEqual(texts);
});

test('a socket that does not compress gets it as it is', async () => {
  const hearing = heard(await client(false), 1);
  ends[0]?.send(ours.share(bytesOf('plain')));
  expect(await hearing).toEqual([text('plain')]);
  expect(compressed).toEqual([]);
});

test('where it cannot be compressed for all, each socket does it by itself', async () => {
  fails = true;
  const hearing = [heard(await client(), 1), heard(await client(), 1)];
  const message = ours.share(bytesOf('each'));
  for (const end of ends) end.send(message);
  expect(await Promise.all(hearing)).toEqual([[text('each')], [text('each')]]);
  expect(compressed).toHaveLength(1);
});

test('a small message is left as it is', () => {
  const message = new Uint8Array(100);
  expect(ours.share(message)).toBe(message);
});
