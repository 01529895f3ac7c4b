/**
 * Messages for many sockets, compressed once for all of them. By itself ws compresses for each socket; ours all forget what came before a
 * message, and have the same window, so the bytes are the same.
 */
import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';
import type { WebSocket } from 'ws';
import { compression } from './socket';

/** Makes a message one for many sockets; it is sent as what this gives back. */
export type Share = (message: Uint8Array) => Uint8Array;

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
  /** the messages for many; undefined: not compressed yet */
  readonly #messages = new WeakMap<Buffer, Promise<Buffer> | undefined>();
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

  readonly share: Share = (message) => {
    if (message.length < compression.threshold) return message;
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
    this.#messages.set(bytes, undefined);
    return bytes;
  };

  /** From now on this socket sends shared messages as they were compressed for all. */
  serve(socket: WebSocket): void {
    const deflate = deflateOf(socket);
    if (deflate) deflate.compress = this.#compress;
  }

  #of(message: Buffer): Promise<Buffer> | undefined {
    if (!this.#messages.has(message)) return undefined;
    const known = this.#messages.get(message) ?? this.compressed(message);
    this.#messages.set(message, known);
    return known;
  }
}

const prototypeOf = (deflate: Deflate): Deflate => Object.getPrototypeOf(deflate) as Deflate;

/** Undefined for a socket that does not compress, and with a ws that is made otherwise: then it does by itself what it does. */
function deflateOf(socket: WebSocket): Deflate | undefined {
  const { _extensions: extensions } = socket as unknown as { _extensions?: Record<string, Partial<Deflate>> };
  const deflate = extensions?.['permessage-deflate'];
  return typeof deflate?.compress === 'function' ? (deflate as Deflate) : undefined;
}
