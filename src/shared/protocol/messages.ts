/** The messages of a sync socket (PROTOCOL.md, *Messages*): y-protocols' own, and `stored` and `refused` of ours. */
import { createDecoder, readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import * as z from 'zod/mini';
import type { UnreadableCode } from './error-codes';
import { encodeStateVector, readStateVector, type StateVector } from '../change/state-vector';
import { accepted, refused, type Issue, type Result } from '../result';

export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  stored: 100,
  refused: 101,
} as const;
export const syncStep = { step1: 0, step2: 1, update: 2 } as const;

/** What a client may say. Awareness, which stock providers send, is 'ignored'. */
export type Upward =
  | { type: 'step1'; vector: Map<number, number> }
  | { type: 'update'; update: Uint8Array; answers: boolean }
  | { type: 'ignored' };

/** Reads one untrusted message of a client; refuses with `malformed` or `too-large`. */
export function readUpward(bytes: Uint8Array): Result<Upward, Issue<UnreadableCode>> {
  try {
    const decoder = createDecoder(bytes);
    const type = readVarUint(decoder);
    if (type === messageType.sync) return readSync(decoder);
    if (type === messageType.awareness || type === messageType.queryAwareness)
      return accepted({ type: 'ignored' });
    return refused({ code: 'malformed' });
  } catch {
    return refused({ code: 'malformed' });
  }
}

function readSync(decoder: Decoder): Result<Upward, Issue<UnreadableCode>> {
  const step: number = readVarUint(decoder);
  const payload = readVarUint8Array(decoder);
  if (step === syncStep.step1) {
    const vector = readStateVector(payload);
    return vector.ok ? accepted({ type: 'step1', vector: vector.value }) : vector;
  }
  if (step === syncStep.step2 || step === syncStep.update) {
    return accepted({ type: 'update', update: payload, answers: step === syncStep.step2 });
  }
  return refused({ code: 'malformed' });
}

function message(write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array {
  const encoder = createEncoder();
  write(encoder);
  return toUint8Array(encoder);
}

function syncMessage(step: number, payload: Uint8Array): Uint8Array {
  return message((encoder) => {
    writeVarUint(encoder, messageType.sync);
    writeVarUint(encoder, step);
    writeVarUint8Array(encoder, payload);
  });
}

export const step1Message = (vector: StateVector): Uint8Array =>
  syncMessage(syncStep.step1, encodeStateVector(vector));
export const step2Message = (update: Uint8Array): Uint8Array => syncMessage(syncStep.step2, update);
export const updateMessage = (update: Uint8Array): Uint8Array => syncMessage(syncStep.update, update);

/** An update that holds nothing: the last piece of an answer to step 1, after which a client counts as synced. */
export const emptyUpdate = new Uint8Array([0, 0]);

/** Everything up to `vector` is on central's disk. */
export const storedMessage = (vector: StateVector): Uint8Array =>
  message((encoder) => {
    writeVarUint(encoder, messageType.stored);
    writeVarUint8Array(encoder, encodeStateVector(vector));
  });

const refusalSchema = z.object({ code: z.string(), message: z.string(), changeIds: z.array(z.string()) });

/** Why central did not accept changes; `message` is a sentence in English for logs and for stock clients. */
export type Refusal = z.infer<typeof refusalSchema>;

export const refusedMessage = (refusal: Refusal): Uint8Array =>
  message((encoder) => {
    writeVarUint(encoder, messageType.refused);
    writeVarString(encoder, JSON.stringify(refusal));
  });

/** Reads what follows the type of a `stored` message. */
export const readStored = (decoder: Decoder): Result<Map<number, number>, Issue<UnreadableCode>> =>
  readStateVector(readVarUint8Array(decoder));

/** Reads what follows the type of a `refused` message. */
export function readRefused(decoder: Decoder): Result<Refusal, Issue<'malformed'>> {
  try {
    const parsed = z.safeParse(refusalSchema, JSON.parse(readVarString(decoder)));
    return parsed.success ? accepted(parsed.data) : refused({ code: 'malformed' });
  } catch {
    return refused({ code: 'malformed' });
  }
}
