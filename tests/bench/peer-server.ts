/**
 * The peer of the throughput benchmark: the work of a stock Yjs server (a Y.Doc in memory for each room, y-protocols, passing updates on),
 * and nothing more: no disk, no rights, no judging. Started as a process; prints its port.
 */
import { createServer } from 'node:http';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { createEncoder, length, toUint8Array, writeVarUint } from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import { readSyncMessage, writeUpdate } from 'y-protocols/sync';
import { Doc } from 'yjs';

interface Room {
  doc: Doc;
  sockets: Set<WebSocket>;
}
const rooms = new Map<string, Room>();

function roomOf(name: string): Room {
  const known = rooms.get(name);
  if (known) return known;
  const room: Room = { doc: new Doc({ gc: true }), sockets: new Set() };
  room.doc.on('update', (update: Uint8Array, origin: unknown) => {
    const encoder = createEncoder();
    writeVarUint(encoder, 0);
    writeUpdate(encoder, update);
    const message = toUint8Array(encoder);
    for (const socket of room.sockets) if (socket !== origin) socket.send(message);
  });
  rooms.set(name, room);
  return room;
}

function answer(socket: WebSocket, room: Room, bytes: Buffer): void {
  const decoder = createDecoder(bytes);
  if (readVarUint(decoder) !== 0) return;
  const encoder = createEncoder();
  writeVarUint(encoder, 0);
  readSyncMessage(decoder, encoder, room.doc, socket);
  if (length(encoder) > 1) socket.send(toUint8Array(encoder));
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const room = roomOf(request.url ?? '/');
  room.sockets.add(socket);
  socket.on('message', (bytes: Buffer) => answer(socket, room, bytes));
  socket.on('close', () => room.sockets.delete(socket));
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address) console.log(`listening on ${address.port}`);
});
