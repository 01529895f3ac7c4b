/** Small files as a whole: all the bytes of a stream, and the hash of one that passes by. */
import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';

export async function bytesOf(stream: Readable): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream as AsyncIterable<Uint8Array>) pieces.push(piece);
  return Buffer.concat(pieces);
}

export const textOf = async (stream: Readable): Promise<string> =>
  Buffer.from(await bytesOf(stream)).toString('utf8');

export const streamOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

interface Passing {
  stream: Readable;
  /** of the bytes that have passed; asked for at the end */
  measure: () => { sha256: string; bytes: number };
}

/** A stream that hashes and counts the bytes that flow through it. */
export function measured(source: Readable): Passing {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      hash.update(piece);
      bytes += piece.length;
      done(null, piece);
    },
  });
  source.once('error', (error) => stream.destroy(error));
  source.pipe(stream);
  let sha256: string | undefined;
  return { stream, measure: () => ({ sha256: (sha256 ??= hash.digest('hex')), bytes }) };
}
