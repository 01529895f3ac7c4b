// A logo comes from outside: only a small PNG of few pixels is shown.
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { isLogo, LOGO_BYTES } from './logo';

/** A PNG as the specification (ISO/IEC 15948) lays it out; its check sums do not matter here. */
function png(width: number, height: number, padding = 0): string {
  const chunk = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(16))),
    Buffer.alloc(padding),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return `data:image/png;base64,${bytes.toString('base64')}`;
}

test.each([
  ['a small one', png(64, 32), true],
  ['the largest', png(256, 256), true],
  ['one that unpacks to gigabytes', png(30_000, 30_000), false],
  ['one without a side', png(0, 10), false],
  ['more bytes than a change holds', png(64, 64, LOGO_BYTES), false],
  [
    'a drawing with a script',
    `data:image/svg+xml;base64,${Buffer.from('<svg onload="x()"/>').toString('base64')}`,
    false,
  ],
  [
    'a page that is called a PNG',
    `data:image/png;base64,${Buffer.from('<html><script>x()</script></html>').toString('base64')}`,
    false,
  ],
  ['an address elsewhere', 'https://example.org/logo.png', false],
  ['what is not base64', 'data:image/png;base64,iVBORw0KGgo"onerror="x()', false],
  ['nothing', '', false],
])('%s', (_what, text, isOne) => expect(isLogo(text)).toBe(isOne));
