/** Ids of entities as the rows keep them: a UUID in its 16 bytes, any other id as it is. */

export type Uid = string | Uint8Array;

const LENGTH = 36;
const dashes = [8, 13, 18, 23];
/** The first digit of each byte. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** The value of a hexadecimal digit, by its code: of small letters, as an id is written again. */
const digits = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) digits[digit.charCodeAt(0)] = value;
const valueAt = (id: string, place: number): number => digits[id.charCodeAt(place)] ?? -1;

/** Only an id that reads back to the very same text becomes bytes. Each change asks for several: a pattern takes five times as long. */
export function toUid(id: string): Uid {
  if (id.length !== LENGTH) return id;
  for (const dash of dashes) if (id[dash] !== '-') return id;
  const bytes = Buffer.allocUnsafe(places.length);
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0;
    const [high, low] = [valueAt(id, place), valueAt(id, place + 1)];
    if (high < 0 || low < 0) return id;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

export function fromUid(uid: Uid): string {
  if (typeof uid === 'string') return uid;
  const hex = Buffer.from(uid).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
