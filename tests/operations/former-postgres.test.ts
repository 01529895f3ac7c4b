/** A former PostgreSQL that comes up while a restore reads which devices were shut out there: it is asked again, for a while. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { shutOutOn } from '../../server/operations/restored/shut-out-before';
import { newPostgresUrl } from '../support/postgres';

let server: Server | undefined;
afterEach(() => void server?.close());

/** An error of PostgreSQL, as the protocol writes it. */
function errorOf(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`, ''].join('\0') + '\0';
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(4 + Buffer.byteLength(fields), 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}

/** In front of `url`: the first callers are answered by `early`, the others get through. Returns its address, and the number of calls. */
async function inFront(url: string, early: ((socket: Socket) => void)[]) {
  const real = new URL(url);
  const calls = { count: 0 };
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    const turnAway = early[calls.count++];
    if (turnAway) return turnAway(socket);
    const to = connect(Number(real.port), real.hostname);
    to.on('error', () => socket.destroy());
    socket.pipe(to).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const front = new URL(url);
  front.port = String(address.port);
  return { front: String(front), calls };
}

async function formerWithOneShutOut(): Promise<string> {
  const url = await newPostgresUrl();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TABLE devices (id TEXT, kind TEXT, revoked_at TEXT);
    INSERT INTO devices VALUES ('d1', 'site', '2026-06-01T10:00:00.000Z'), ('d2', 'site', NULL)`);
  await client.end();
  return url;
}

const isStarting = (socket: Socket): void =>
  void socket.once('data', () => socket.end(errorOf('57P03', 'the database system is starting up')));
const isCut = (socket: Socket): void => void socket.destroy();

test('[K8] the list is read once it is up', async () => {
  const early = [isCut, ...Array.from({ length: 20 }, () => isStarting)];
  const { front, calls } = await inFront(await formerWithOneShutOut(), early);
  expect(await shutOutOn(front, 1)).toEqual([{ id: 'd1', at: '2026-06-01T10:00:00.000Z' }]);
  expect(calls.count).toBeGreaterThan(21);
});

test('one that does not come is given up after ten tries, and one that is none at once', async () => {
  const never = await inFront(
    await formerWithOneShutOut(),
    Array.from({ length: 1000 }, () => isCut),
  );
  expect(await shutOutOn(never.front, 1)).toBeUndefined();
  expect(never.calls.count).toBe(10);
  server?.close();
  const empty = await inFront(await newPostgresUrl(), []);
  expect(await shutOutOn(empty.front, 1)).toBeUndefined();
});
