/**
 * The positive reader of updates: it knows what our own client sends, byte by byte, and makes the changes in one pass. An update that it
 * does not know for certain is left to `readUpdate` and `checkChange`, which find what is wrong. It takes nothing that they refuse, and
 * reads nothing otherwise than they do: a test holds the two against each other.
 */
import { hasSoundEnvelope, type Change } from '#shared/change/change';
import { checkContent } from '#shared/change/check';
import { info, ROOT } from '#shared/change/codec/struct';
import { limits } from '#shared/protocol/limits';
import type { Candidate } from '../offer';
import { kindOfValue, leftOver, OwnBytes } from './own-bytes';

const bytesOf = (text: string): Buffer => Buffer.from(text);

/** The keys of a change, in the order in which our client writes them. */
const key = {
  id: bytesOf('id'),
  hlc: bytesOf('hlc'),
  userId: bytesOf('userId'),
  deviceId: bytesOf('deviceId'),
  n: bytesOf('n'),
  kind: bytesOf('kind'),
  entityId: bytesOf('entityId'),
  patch: bytesOf('patch'),
  base: bytesOf('base'),
};
const KEYS = Object.keys(key).length;
const root = bytesOf(ROOT);

/** Deeper values are left over. */
const DEPTH = 6;

/** Undefined for an update that is left to the codec. */
export function readOwn(update: Uint8Array, document: string): Candidate[] | undefined {
  try {
    return readRuns(new OwnBytes(Buffer.from(update.buffer, update.byteOffset, update.length)), document);
  } catch (error) {
    if (error === leftOver) return undefined;
    throw error;
  }
}

function readRuns(bytes: OwnBytes, document: string): Candidate[] {
  const candidates: Candidate[] = [];
  const runs = bytes.uint();
  for (let run = 0; run < runs; run++) {
    const count = bytes.uint();
    if (candidates.length + count > limits.changesPerUpdate) throw leftOver;
    const client = bytes.uint();
    const clock = bytes.uint();
    for (let index = 0; index < count; index++)
      candidates.push(readStruct(bytes, client, clock + index, document));
  }
  return candidates;
}

function readStruct(bytes: OwnBytes, client: number, clock: number, document: string): Candidate {
  bytes.expect(info.any | info.hasKey);
  bytes.expect(1);
  bytes.expectText(root);
  const under = bytes.text();
  bytes.expect(1);
  const start = bytes.at;
  const change = readChange(bytes);
  if (!hasSoundEnvelope(change)) throw leftOver;
  const body = bytes.since(start);
  const checked = checkContent(change, document);
  return { type: 'change', client, clock, key: under, value: change, bytes: body.length, body, checked };
}

function readChange(bytes: OwnBytes): Change {
  bytes.expect(kindOfValue.object);
  const count = bytes.uint();
  if (count !== KEYS && count !== KEYS - 1) throw leftOver;
  const id = textUnder(bytes, key.id);
  const hlc = textUnder(bytes, key.hlc);
  const userId = textUnder(bytes, key.userId);
  const deviceId = textUnder(bytes, key.deviceId);
  bytes.expectText(key.n);
  bytes.expect(kindOfValue.int);
  const n = bytes.int();
  const kind = textUnder(bytes, key.kind);
  const entityId = textUnder(bytes, key.entityId);
  bytes.expectText(key.patch);
  bytes.expect(kindOfValue.object);
  const patch = bytes.object(DEPTH);
  const change = { id, hlc, userId, deviceId, n, kind, entityId, patch };
  return count === KEYS ? { ...change, base: readBase(bytes) } : change;
}

function textUnder(bytes: OwnBytes, name: Buffer): string {
  bytes.expectText(name);
  bytes.expect(kindOfValue.text);
  return bytes.text();
}

function readBase(bytes: OwnBytes): Record<string, string[]> {
  bytes.expectText(key.base);
  bytes.expect(kindOfValue.object);
  const base: Record<string, string[]> = {};
  for (let left = bytes.uint(); left > 0; left--) {
    const field = bytes.text();
    bytes.expect(kindOfValue.array);
    base[field] = readTexts(bytes);
  }
  return base;
}

function readTexts(bytes: OwnBytes): string[] {
  const texts: string[] = [];
  for (let left = bytes.uint(); left > 0; left--) {
    bytes.expect(kindOfValue.text);
    texts.push(bytes.text());
  }
  return texts;
}
