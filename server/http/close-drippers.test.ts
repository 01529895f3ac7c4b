import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closeDrippers } from './close-drippers';

const EVERY_MS = 1000;
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => response.end('taken'));
});
const stop = closeDrippers(server, { everyMs: EVERY_MS, leastBytes: 50 });
afterEach(() => {
  stop();
  server.closeAllConnections();
  server.close();
});

async function send(size: number, pieces: number): Promise<{ said: string; sent: number }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  let said = '';
  socket.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    socket.end();
  });
  let sent = 0;
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${size * pieces}\r\n\r\n`);
  const drip = setInterval(() => {
    if (sent === pieces) return;
    sent += 1;
    socket.write('x'.repeat(size));
  }, EVERY_MS / 20);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  return { said, sent };
}

test('a body that drips is closed; one that comes slowly is taken to its end', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [dripping, slow] = await Promise.all([send(1, 1000), send(100, 20)]);
  expect(dripping.said).toBe('');
  expect(dripping.sent).toBeLessThan(1000);
  expect(slow).toEqual({ said: expect.stringContaining('taken') as unknown, sent: 20 });
});
