/**
 * The limit: all bytes that come on a socket go into SQLite, one commit for all that came meanwhile, and are counted back. No documents, no
 * rights, no checks.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { openConnection } from '../../../server/database/sqlite/connection';

const folder = mkdtempSync(join(tmpdir(), 'waypost-bare-'));
const database = await openConnection(join(folder, 'log.sqlite'));
database.exec('CREATE TABLE log (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)');
const insert = database.prepare('INSERT INTO log (body) VALUES (?)');

const waiting: { socket: WebSocket; body: Buffer }[] = [];

function commit(): void {
  const taken = waiting.splice(0);
  const counts = new Map<WebSocket, number>();
  database.exec('BEGIN');
  for (const { socket, body } of taken) {
    insert.run(body);
    counts.set(socket, (counts.get(socket) ?? 0) + 1);
  }
  database.exec('COMMIT');
  for (const [socket, count] of counts) socket.send(String(count));
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) =>
  socket.on('message', (body: Buffer) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ socket, body });
  }),
);
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address) console.log(`listening on ${address.port}`);
});
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
