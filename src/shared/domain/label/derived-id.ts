/**
 * The id of an asset that a label names: UUID v5 (RFC 9562, 5.5) of store, GTIN and serial number. Two devices of a store that
 * scan one label, neither knowing of the other, so make one asset. SHA-1 is done here because browsers do it only over https,
 * and never at once.
 */

/** Ours alone. It may never change: every id ever derived would. */
const NAMESPACE = '6f5a2a0e-3c1b-5d0e-9b57-0d7c61f2a4c8';

export const derivedAssetId = (storeId: string, gtin: string, serialNumber: string): string =>
  uuidV5(NAMESPACE, [storeId, gtin, serialNumber].join('\n'));

export function uuidV5(namespace: string, name: string): string {
  const hash = sha1([...hexBytes(namespace.replaceAll('-', '')), ...utf8(name)]).slice(0, 16);
  const marked = hash.map((byte, at) => {
    if (at === 6) return (byte & 0x0f) | 0x50;
    return at === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = marked.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const hexBytes = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** Half a surrogate pair has no bytes; it counts as the character that stands for what cannot be read. */
const utf8 = (text: string): number[] =>
  [...text].flatMap((character) => {
    const whole = /^[\uD800-\uDFFF]$/.test(character) ? '\uFFFD' : character;
    const escaped = encodeURIComponent(whole);
    return escaped.startsWith('%') ? hexBytes(escaped.replaceAll('%', '')) : [escaped.charCodeAt(0)];
  });

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** FIPS 180-4, section 6.1. */
function sha1(bytes: readonly number[]): number[] {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = padded(bytes);
  for (let at = 0; at < words.length; at += 16) {
    const before = state;
    state = rounds(schedule(words.slice(at, at + 16)), before).map(
      (word, index) => (word + (before[index] ?? 0)) | 0,
    );
  }
  return state.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
}

/** The message with a bit after it, zeros, and its length in bits, as 32-bit words. */
function padded(bytes: readonly number[]): number[] {
  const words = Array.from({ length: (((bytes.length + 8) >> 6) + 1) * 16 }, () => 0);
  for (const [at, byte] of [...bytes, 0x80].entries()) {
    words[at >> 2] = (words[at >> 2] ?? 0) | (byte << (24 - (at % 4) * 8));
  }
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function schedule(block: readonly number[]): number[] {
  const words = [...block];
  for (let at = 16; at < 80; at++) {
    const mixed = [3, 8, 14, 16].reduce((sum, back) => sum ^ (words[at - back] ?? 0), 0);
    words.push(rotated(mixed, 1));
  }
  return words;
}

function rounds(words: readonly number[], start: readonly number[]): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = start;
  for (const [at, word] of words.entries()) {
    const [mixed, constant] = roundOf(at, b, c, d);
    const next = (rotated(a, 5) + mixed + e + constant + word) | 0;
    [e, d, c, b, a] = [d, c, rotated(b, 30), a, next];
  }
  return [a, b, c, d, e];
}

function roundOf(at: number, b: number, c: number, d: number): readonly [number, number] {
  if (at < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (at < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (at < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}
