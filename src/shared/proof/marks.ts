/** Marks as bytes: per client how far, and the digest there. */
import { hasContent, readUint8Array, readVarUint, type Decoder } from 'lib0/decoding';
import { writeUint8Array, writeVarUint, type Encoder } from 'lib0/encoding';
import { limits } from '../protocol/limits';
import { DIGEST_BYTES, type Mark } from './digest';

export function writeMarks(encoder: Encoder, marks: readonly Mark[]): void {
  writeVarUint(encoder, marks.length);
  for (const { client, clock, digest } of marks) {
    writeVarUint(encoder, client);
    writeVarUint(encoder, clock);
    writeUint8Array(encoder, digest);
  }
}

/** Reads untrusted bytes, and throws where they end too early or claim too many. */
export function readMarks(decoder: Decoder): Mark[] {
  const count = readVarUint(decoder);
  if (count > limits.clientsPerStateVector) throw new Error('too many marks');
  const marks: Mark[] = [];
  for (let index = 0; index < count; index++) {
    const [client, clock] = [readVarUint(decoder), readVarUint(decoder)];
    marks.push({ client, clock, digest: readUint8Array(decoder, DIGEST_BYTES).slice() });
  }
  return marks;
}

/** Reads the optional end of a message: undefined where nothing stands there, or nothing that this version can read. */
export function readTail<T>(decoder: Decoder, read: (decoder: Decoder) => T): T | undefined {
  if (!hasContent(decoder)) return undefined;
  try {
    return read(decoder);
  } catch {
    return undefined;
  }
}
