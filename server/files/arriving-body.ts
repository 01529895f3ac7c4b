/** The body of a call that may break off. */
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

/** The bytes that come of a body. They flow at once, before anyone looks, and end where the link is cut: all that came count. */
export function arriving(raw: IncomingMessage): PassThrough {
  const body = new PassThrough({ highWaterMark: 256 * 1024 });
  raw.pipe(body);
  raw.once('error', () => body.end());
  raw.once('close', () => body.end());
  return body;
}

/** Bytes of a body that nobody wants which are still read. */
const MOST_READ_OFF = 1024 * 1024;

/** A body that nobody wanted is read to its end, so that the connection can be used again; of a film, the connection is let go instead. */
export function readOff(raw: IncomingMessage, body: unknown): void {
  if (!(body instanceof PassThrough)) return;
  raw.unpipe(body);
  let read = 0;
  raw.on('data', (piece: Buffer) => {
    read += piece.length;
    if (read > MOST_READ_OFF) raw.destroy();
  });
  raw.resume();
}
