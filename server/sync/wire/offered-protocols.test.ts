/** Whatever a client offers, the upgrade is accepted, and the client hears why it is closed (rule X1). */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { aCentral, type TestCentral } from '../../../tests/support/central';
import { echoedProtocol } from './offered-protocols';

let central: TestCentral;
beforeAll(async () => {
  central = await aCentral();
});
afterAll(() => central.central.close());

/** The status of the answer, and the close code of the frame behind it. */
async function upgraded(...headers: string[]): Promise<[status: string, code: number]> {
  const { port, hostname } = new URL(central.central.origin);
  const socket = connect(Number(port), hostname);
  const lines = [
    ...[
      'GET /sync/config HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
    ],
    ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...headers, '', ''],
  ];
  socket.write(lines.join('\r\n'));
  const parts: Buffer[] = [];
  for await (const part of socket) {
    parts.push(part as Buffer);
    if (closeCode(Buffer.concat(parts)) > 0) break;
  }
  const answer = Buffer.concat(parts);
  return [answer.toString('latin1').split(' ')[1] ?? '', closeCode(answer)];
}

function closeCode(answer: Buffer): number {
  const frame = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
  return frame[0] === 0x88 && frame.length >= 4 ? frame.readUInt16BE(2) : 0;
}

describe('[X1] the upgrade is accepted', () => {
  test.each([
    ['a name twice', 'waypost.v6, token.x, waypost.v6', 4401],
    ['a comma too many', 'waypost.v6, token.x,', 4401],
    ['no blanks', 'waypost.v6,token.x', 4401],
    ['a token with signs that no name has', 'waypost.v6, token.a/b=', 4401],
    ['nothing in the header', '', 4406],
    ['no name at all', ';;', 4406],
  ])('with %s', async (_what, offered, code) => {
    expect(await upgraded(`Sec-WebSocket-Protocol: ${offered}`)).toEqual(['101', code]);
  });

  test('without the header', async () => {
    expect(await upgraded()).toEqual(['101', 4406]);
  });

  test('a client that offers names of others only hears its close code', async () => {
    const socket = new WebSocket(`${central.central.origin.replace('http', 'ws')}/sync/config`, [
      'yjs',
      'v1',
    ]);
    const code = await new Promise((resolve, reject) => {
      socket.on('close', resolve);
      socket.on('error', reject);
    });
    expect([socket.protocol, code]).toEqual(['yjs', 4406]);
  });
});

test('a version is echoed whatever it is, a token never', () => {
  expect(echoedProtocol(['token.secret', 'waypost.v99'])).toBe('waypost.v99');
  expect(echoedProtocol(['token.secret', 'other'])).toBe('other');
  expect(echoedProtocol(['token.secret', 'central.c1'])).toBe(false);
});
