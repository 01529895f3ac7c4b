/** A change in the bytes of our own client: its keys in their order, read in one pass. */
import type { Change } from '#shared/change/change';
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

/** Deeper values are left over. */
const DEPTH = 6;

/** The change whose bytes these are; undefined for bytes that are left to the codec. It reads none otherwise than the codec does. */
export function readOwnChange(body: Uint8Array): Change | undefined {
  try {
    const bytes = new OwnBytes(Buffer.from(body.buffer, body.byteOffset, body.length));
    const change = readChange(bytes);
    return bytes.at === body.length ? change : undefined;
  } catch (error) {
    if (error === leftOver) return undefined;
    throw error;
  }
}

/** Throws `leftOver`. */
export function readChange(bytes: OwnBytes): Change {
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
  if (count < KEYS) return { id, hlc, userId, deviceId, n, kind, entityId, patch };
  return { id, hlc, userId, deviceId, n, kind, entityId, patch, base: readBase(bytes) };
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
