/**
 * Messages for many sockets, compressed once for all of them. By itself ws compresses for each socket; ours all forget what came before a
 * message, and have the same window, so the bytes are the same.
 */
import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';
import type { WebSocket } from 'ws';
import { compression } from './socket';

/** Makes a message one for many sockets; it is sent as what this gives back. `onCopy`: so many bytes more are kept from now on. */
export type Share = (message: Uint8Array, onCopy?: (bytes: number) => void) => Uint8Array;

interface Shared {
  onCopy: ((bytes: number) => void) | undefined;
  /** none: it was not sent yet */
  copy?: Promise<Buffer>;
}

type Done = (error: Error | null, bytes?: Buffer) => void;

/** The part of ws that compresses for one socket; it has no public name. */
interface Deflate {
  compress(data: Buffer | string, isLast: boolean, done: Done): void;
}

const raw = promisify(deflateRaw);

/** Each message ends with these, which do not travel (RFC 7692, 7.2.1). */
const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);

export async function compressMessage(message: Buffer): Promise<Buffer> {
  const bytes = await raw(message, {
    ...compression.zlibDeflateOptions,
    windowBits: compression.serverMaxWindowBits,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  return bytes.subarray(0, bytes.length - TAIL.length);
}

export class CompressedOnce {
  /** the messages for many */
  readonly #messages = new WeakMap<Buffer, Shared>();
  readonly #compress: Deflate['compress'];

  constructor(private readonly compressed: (message: Buffer) => Promise<Buffer> = compressMessage) {
    const known = (data: Buffer | string) => (typeof data === 'string' ? undefined : this.#of(data));
    // one function for all sockets
    this.#compress = function (this: Deflate, data, isLast, done) {
      const own = (): void => prototypeOf(this).compress.call(this, data, isLast, done);
      const shared = isLast ? known(data) : undefined;
      if (shared) shared.then((bytes) => done(null, bytes), own);
      else own();
    };
  }

  readonly share: Share = (message, onCopy) => {
    if (message.length < compression.threshold) return message;
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
    this.#messages.set(bytes, { onCopy });
    return bytes;
  };

  /** From now on this socket sends shared messages as they were compressed for all. */
  serve(socket: WebSocket): void {
    const deflate = deflateOf(socket);
    if (deflate) deflate.compress = this.#compress;
  }

  #of(message: Buffer): Promise<Buffer> | undefined {
    const shared = this.#messages.get(message);
    if (!shared) return undefined;
    shared.copy ??= this.compressed(message).then((bytes) => {
      shared.onCopy?.(bytes.length);
      return bytes;
    });
    return shared.copy;
  }
}

const prototypeOf = (deflate: Deflate): Deflate => Object.getPrototypeOf(deflate) as Deflate;

/** Undefined for a socket that does not compress, and with a ws that is made otherwise: then it does by itself what it does. */
function deflateOf(socket: WebSocket): Deflate | undefined {
  const { _extensions: extensions } = socket as unknown as { _extensions?: Record<string, Partial<Deflate>> };
  const deflate = extensions?.['permessage-deflate'];
  return typeof deflate?.compress === 'function' ? (deflate as Deflate) : undefined;
}
