/**
 * A receipt: central's word, with a MAC that only central can make, that at some moment it had exactly this on its disk (rule
 * P3 of PROTOCOL.md). A device that holds one may give the proven changes back to a central server that has lost them.
 */
import { readUint8, readUint8Array, readVarUint, type Decoder } from 'lib0/decoding';
import {
  createEncoder,
  toUint8Array,
  writeUint8,
  writeUint8Array,
  writeVarString,
  writeVarUint,
  type Encoder,
} from 'lib0/encoding';
import type { StateVector } from '../change/state-vector';
import { DIGEST_BYTES, type Digest } from './digest';

export interface Receipt {
  /** the clients that it names, and up to which clock */
  vector: StateVector;
  /** of the chains of these clients up to these clocks */
  root: Digest;
  /** the client id under which central wrote at the time: new at each of its starts */
  start: number;
  /** central's sequence number at the time */
  seq: number;
  /** central's time, milliseconds */
  at: number;
  keyId: number;
  mac: Uint8Array;
}

export const MAC_BYTES = 16;

/** Writes the part of a receipt that follows the vector of the message that brings it: some 48 bytes. */
export function writeSeal(encoder: Encoder, { root, start, seq, at, keyId, mac }: Receipt): void {
  writeUint8Array(encoder, root);
  writeVarUint(encoder, start);
  writeVarUint(encoder, seq);
  writeVarUint(encoder, at);
  writeUint8(encoder, keyId);
  writeUint8Array(encoder, mac);
}

/** Reads untrusted bytes, and throws where they end too early. */
export function readSeal(decoder: Decoder, vector: StateVector): Receipt {
  const root = readUint8Array(decoder, DIGEST_BYTES).slice();
  const [start, seq, at] = [readVarUint(decoder), readVarUint(decoder), readVarUint(decoder)];
  const keyId = readUint8(decoder);
  return { vector, root, start, seq, at, keyId, mac: readUint8Array(decoder, MAC_BYTES).slice() };
}

/** The bytes that the MAC is made of. Every part has its length, so that no two receipts have the same. */
export function sealedBytes(
  centralId: string,
  document: string,
  { root, start, seq, at, keyId }: Omit<Receipt, 'vector' | 'mac'>,
): Uint8Array {
  const encoder = createEncoder();
  writeVarString(encoder, 'waypost-receipt-1');
  writeVarString(encoder, centralId);
  writeVarUint(encoder, keyId);
  writeVarString(encoder, document);
  for (const number of [start, seq, at]) writeVarUint(encoder, number);
  writeUint8Array(encoder, root);
  return toUint8Array(encoder);
}
