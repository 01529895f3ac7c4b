/**
 * Digests: they tell more than a state vector. A vector counts the changes of a client, a digest identifies them (rule P2 of
 * PROTOCOL.md): a chain over the changes of one client in one document, and one root over all its chains.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding';
import { canonicalJson, quoted } from '../canonical-json';
import type { Change } from '../change/change';
import type { Json } from '../json';

export type Digest = Uint8Array;

export const DIGEST_BYTES = 16;

/** SHA-256 of some bytes. The server has a quicker one than this; both are the same function. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** The chain of a client in a document, up to `clock`. */
export interface Mark {
  client: number;
  clock: number;
  digest: Digest;
}

const cut = (hash: Uint8Array): Digest => hash.slice(0, DIGEST_BYTES);

/** The digest of a client of which there is nothing yet. */
export const firstDigest = (document: string, client: number, hash: Hash = sha256): Digest =>
  cut(hash(utf8ToBytes(`chain1\n${document}\n${client}`)));

/** The bytes to hash are put together here, so that a long chain makes no waste. */
let hashed = new Uint8Array(4096);
const utf8 = new TextEncoder();
/** of one UTF-16 unit, at most */
const UTF8_BYTES = 3;

/** The digest after one more change. Its content counts, not its bytes: the same JSON may travel in several ways. */
export function nextDigest(before: Digest, change: Change, hash: Hash = sha256): Digest {
  const text = `${change.id}\n${canonicalChange(change)}`;
  const most = before.length + text.length * UTF8_BYTES;
  if (hashed.length < most) hashed = new Uint8Array(most * 2);
  hashed.set(before);
  const { written } = utf8.encodeInto(text, hashed.subarray(before.length));
  return cut(hash(hashed.subarray(0, before.length + written)));
}

/** The keys of a change without a base. */
const KEYS = 8;

/** `canonicalJson` of a change; the keys that every change has are known, and so is their order. */
export function canonicalChange(change: Change): string {
  const { base, deviceId, entityId, hlc, id, kind, n, patch, userId } = change;
  const isUsual =
    Object.keys(change).length === (base === undefined ? KEYS : KEYS + 1) && Number.isSafeInteger(n);
  if (!isUsual) return canonicalJson(change as unknown as Json);
  const seen = base === undefined ? '' : `"base":${canonicalJson(base)},`;
  const entity = `"deviceId":${quoted(deviceId)},"entityId":${quoted(entityId)},"hlc":${quoted(hlc)}`;
  const act = `"id":${quoted(id)},"kind":${quoted(kind)},"n":${n},"patch":${canonicalJson(patch)}`;
  return `{${seen}${entity},${act},"userId":${quoted(userId)}}`;
}

/** The digest after some more changes, in the order of clocks. */
export const digestAfter = (before: Digest, changes: readonly Change[], hash: Hash = sha256): Digest =>
  changes.reduce((digest, change) => nextDigest(digest, change, hash), before);

/** One digest for several chains; chains of which there is nothing do not count. */
export function rootOf(marks: Iterable<Mark>, hash: Hash = sha256): Digest {
  const encoder = createEncoder();
  writeUint8Array(encoder, utf8ToBytes('root1\n'));
  const sorted = [...marks].filter(({ clock }) => clock > 0).sort((a, b) => a.client - b.client);
  for (const { client, clock, digest } of sorted) {
    writeVarUint(encoder, client);
    writeVarUint(encoder, clock);
    writeUint8Array(encoder, digest);
  }
  return cut(hash(toUint8Array(encoder)));
}

export const sameDigest = (a: Digest, b: Digest): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

export const toHex = (digest: Digest): string =>
  Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
