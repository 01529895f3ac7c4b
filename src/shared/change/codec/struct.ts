/**
 * One change as Yjs carries it: an Item in the root map `changes`, keyed by the change's id, holding one JSON value
 * (grammar in protocol/PROTOCOL.md, rules B1 to B6).
 */
import {
  createEncoder,
  toUint8Array,
  writeAny,
  writeUint8,
  writeVarString,
  writeVarUint,
  type Encoder,
} from 'lib0/encoding';
import type { Json } from '../../json';
import type { Change } from '../change';

export const ROOT = 'changes';

/** Info byte of a struct: content kind in the low five bits, then the flags. */
export const info = {
  garbage: 0,
  deleted: 1,
  any: 8,
  skip: 10,
  contentMask: 0x1f,
  /** the item names its key: it stands first under it */
  hasKey: 0x20,
  hasRightOrigin: 0x40,
  hasOrigin: 0x80,
} as const;

/** A change and the place it has in a document: `clock` counts the structs of `client`, one a change. */
export interface PositionedChange {
  client: number;
  clock: number;
  change: Change;
}

/** A change's JSON as bytes: a database keeps these, since every update is put together from them. */
export function encodeBody(change: Change): Uint8Array {
  const encoder = createEncoder();
  writeAny(encoder, change as { [key: string]: Json | undefined });
  return toUint8Array(encoder);
}

/** Writes the head of a run of structs of one client, beginning at `clock`. */
export function writeRunHead(encoder: Encoder, count: number, client: number, clock: number): void {
  writeVarUint(encoder, count);
  writeVarUint(encoder, client);
  writeVarUint(encoder, clock);
}

/** Writes the part of a struct before the body of its change. */
export function writeStructHead(encoder: Encoder, changeId: string): void {
  writeUint8(encoder, info.any | info.hasKey);
  writeVarUint(encoder, 1); // the parent is a root type, named
  writeVarString(encoder, ROOT);
  writeVarString(encoder, changeId);
  writeVarUint(encoder, 1); // one value
}
