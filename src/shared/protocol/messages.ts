/** The messages of a sync socket (PROTOCOL.md, *Messages*): y-protocols' own, and those of ours. */
import { createDecoder, readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import {
  createEncoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
  type Encoder,
} from 'lib0/encoding';
import * as z from 'zod/mini';
import type { UnreadableCode } from './error-codes';
import { encodeStateVector, readStateVector, type StateVector } from '../change/state-vector';
import type { Mark } from '../proof/digest';
import { readMarks, readTail, writeMarks } from '../proof/marks';
import { readSeal, writeSeal, type Receipt } from '../proof/receipt';
import { accepted, refused, type Issue, type Result } from '../result';

export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  stored: 100,
  refused: 101,
  giveback: 102,
  showBranch: 103,
  forked: 105,
  unproven: 106,
} as const;
export const syncStep = { step1: 0, step2: 1, update: 2 } as const;

/** The messages of a client. Awareness, which stock providers send, is 'ignored'. */
export type Upward =
  /** `marks`: the digests of the peer's changes; a stock client gives none */
  | { type: 'step1'; vector: Map<number, number>; marks?: Mark[] }
  | { type: 'update'; update: Uint8Array; answers: boolean }
  | ({ type: 'giveback' } & GiveBack)
  | { type: 'ignored' };

/** Changes that central has lost, and the receipt that proves them. */
export interface GiveBack {
  receipt: Receipt;
  /** the digests of all that the receipt names */
  marks: Mark[];
  update: Uint8Array;
}

/** Reads one untrusted message of a client; refuses with `malformed` or `too-large`. */
export function readUpward(bytes: Uint8Array): Result<Upward, Issue<UnreadableCode>> {
  try {
    const decoder = createDecoder(bytes);
    const type = readVarUint(decoder);
    if (type === messageType.sync) return readSync(decoder);
    if (type === messageType.giveback) return accepted({ type: 'giveback', ...readGiveBack(decoder) });
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
    if (!vector.ok) return vector;
    const marks = readTail(decoder, readMarks);
    return accepted({ type: 'step1', vector: vector.value, ...(marks && { marks }) });
  }
  if (step === syncStep.step2 || step === syncStep.update) {
    return accepted({ type: 'update', update: payload, answers: step === syncStep.step2 });
  }
  return refused({ code: 'malformed' });
}

function message(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder();
  write(encoder);
  return toUint8Array(encoder);
}

type Tail = (encoder: Encoder) => void;
const noTail: Tail = () => undefined;

/** `tail` writes the optional part behind the payload: old peers do not look there. */
function syncMessage(step: number, payload: Uint8Array, tail = noTail): Uint8Array {
  return message((encoder) => {
    writeVarUint(encoder, messageType.sync);
    writeVarUint(encoder, step);
    writeVarUint8Array(encoder, payload);
    tail(encoder);
  });
}

/** The vectors that a receipt names, and its seal. */
function writeReceipt(encoder: Encoder, receipt: Receipt): void {
  writeVarUint8Array(encoder, encodeStateVector(receipt.vector));
  writeSeal(encoder, receipt);
}

function readReceipt(decoder: Decoder): Receipt {
  const vector = readStateVector(readVarUint8Array(decoder));
  if (!vector.ok) throw new Error('not a vector');
  return readSeal(decoder, vector.value);
}

export const step1Message = (vector: StateVector, tail?: Tail): Uint8Array =>
  syncMessage(syncStep.step1, encodeStateVector(vector), tail);
export const step2Message = (update: Uint8Array): Uint8Array => syncMessage(syncStep.step2, update);
export const updateMessage = (update: Uint8Array, receipt?: Receipt): Uint8Array =>
  syncMessage(syncStep.update, update, receipt && ((encoder) => writeReceipt(encoder, receipt)));

/** The marks behind the vector of a device's step 1: they say which changes it has, not only how many. */
export const marksTail =
  (marks: readonly Mark[]): Tail =>
  (encoder) =>
    writeMarks(encoder, marks);

/** The proofs that central knows of, written behind the vector of its step 1. */
const PROOFS = 1;
export const proofsTail: Tail = (encoder) => writeVarUint(encoder, PROOFS);

/** The same, with the start under which central writes (rule P10). */
export const startTail =
  (start: number | undefined): Tail =>
  (encoder) => {
    proofsTail(encoder);
    if (start !== undefined) writeVarUint(encoder, start);
  };

/** What central says of itself in its step 1. */
export interface Announced {
  /** it takes back what was proven */
  takesProofs: boolean;
  /** undefined: an older server, or a later step 1 */
  start: number | undefined;
}

/** Reads what follows the vector of central's step 1. */
export function readAnnounced(decoder: Decoder): Announced {
  const takesProofs = readTail(decoder, readVarUint) === PROOFS;
  return { takesProofs, start: takesProofs ? readTail(decoder, readVarUint) : undefined };
}

/** Reads the end of an update message: the receipt for its changes. */
export const readReceiptTail = (decoder: Decoder): Receipt | undefined => readTail(decoder, readReceipt);

/** A receipt by itself, as the list of a log's pieces bears it (rule Q3). */
export const receiptBytes = (receipt: Receipt): Uint8Array =>
  message((encoder) => writeReceipt(encoder, receipt));

/** Undefined for bytes that are none. */
export const readReceiptBytes = (bytes: Uint8Array): Receipt | undefined =>
  readTail(createDecoder(bytes), readReceipt);

export const giveBackMessage = ({ receipt, marks, update }: GiveBack): Uint8Array =>
  message((encoder) => {
    writeVarUint(encoder, messageType.giveback);
    writeReceipt(encoder, receipt);
    writeMarks(encoder, marks);
    writeVarUint8Array(encoder, update);
  });

function readGiveBack(decoder: Decoder): GiveBack {
  const receipt = readReceipt(decoder);
  return { receipt, marks: readMarks(decoder), update: readVarUint8Array(decoder) };
}

const about = (type: number, ...numbers: number[]): Uint8Array =>
  message((encoder) => {
    for (const number of [type, ...numbers]) writeVarUint(encoder, number);
  });

/** Central cannot check the proof of a client's chain: it has not the key, or the chain ends elsewhere. */
export const unprovenMessage = (client: number): Uint8Array => about(messageType.unproven, client);
/** Central has another branch of a client: it asks for all of this one, from its beginning (rule G7). */
export const showBranchMessage = (client: number): Uint8Array => about(messageType.showBranch, client);
/** All of a proven branch is at central; from a clock on its changes stand at other places (rule G7). */
export const forkedMessage = (client: number, from: number): Uint8Array =>
  about(messageType.forked, client, from);

/** Reads an optional number of a message: a client, or a clock. Undefined where an older server sends none. */
export const readNumber = (decoder: Decoder): number | undefined => readTail(decoder, readVarUint);

/** An update that holds nothing: the last piece of an answer to step 1, after which a client counts as synced. */
export const emptyUpdate = new Uint8Array([0, 0]);

/** Everything up to `vector` is on central's disk; `receipt` proves the same vector. */
export const storedMessage = (vector: StateVector, receipt?: Receipt): Uint8Array =>
  message((encoder) => {
    writeVarUint(encoder, messageType.stored);
    writeVarUint8Array(encoder, encodeStateVector(vector));
    if (receipt) writeSeal(encoder, receipt);
  });

const refusalSchema = z.object({ code: z.string(), message: z.string(), changeIds: z.array(z.string()) });

/** Central's refusal of changes; `message` is a sentence in English for logs and for stock clients. */
export type Refusal = z.infer<typeof refusalSchema>;

export const refusedMessage = (refusal: Refusal): Uint8Array =>
  message((encoder) => {
    writeVarUint(encoder, messageType.refused);
    writeVarString(encoder, JSON.stringify(refusal));
  });

export interface Stored {
  vector: Map<number, number>;
  receipt?: Receipt;
}

/** Reads the part of a `stored` message behind its type. */
export function readStored(decoder: Decoder): Result<Stored, Issue<UnreadableCode>> {
  const vector = readStateVector(readVarUint8Array(decoder));
  if (!vector.ok) return vector;
  const receipt = readTail(decoder, (tail) => readSeal(tail, vector.value));
  return accepted({ vector: vector.value, ...(receipt && { receipt }) });
}

/** Reads the part of a `refused` message behind its type. */
export function readRefused(decoder: Decoder): Result<Refusal, Issue<'malformed'>> {
  try {
    const parsed = z.safeParse(refusalSchema, JSON.parse(readVarString(decoder)));
    return parsed.success ? accepted(parsed.data) : refused({ code: 'malformed' });
  } catch {
    return refused({ code: 'malformed' });
  }
}
