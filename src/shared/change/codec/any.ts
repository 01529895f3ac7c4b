/**
 * Reads a value as lib0's `readAny` does. A text costs a part of the whole, which is decoded once, instead of a call of the decoder each: a
 * change has sixty, and a first load thousands of changes.
 */
import { readAny, readVarString, readVarUint, type Decoder } from 'lib0/decoding';

/** The first byte of the values that hold texts. */
const kind = { array: 117, object: 118, string: 119 } as const;

/** one letter a byte, so that places in the text are places in the bytes; those of ASCII are what they are in UTF-8 */
const letters = new TextDecoder('latin1');
const ASCII = /^[\0-\x7f]*$/;

/** Throws where the bytes are no value. */
export const readAnyOf = (decoder: Decoder): unknown => read(decoder, letters.decode(decoder.arr));

function read(decoder: Decoder, text: string): unknown {
  switch (decoder.arr[decoder.pos]) {
    case kind.string:
      decoder.pos += 1;
      return readText(decoder, text);
    case kind.object:
      decoder.pos += 1;
      return readObject(decoder, text);
    case kind.array:
      decoder.pos += 1;
      return readArray(decoder, text);
    default:
      return readAny(decoder);
  }
}

function readObject(decoder: Decoder, text: string): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let count = readVarUint(decoder); count > 0; count--) {
    const key = readText(decoder, text);
    object[key] = read(decoder, text);
  }
  return object;
}

function readArray(decoder: Decoder, text: string): unknown[] {
  const array: unknown[] = [];
  for (let count = readVarUint(decoder); count > 0; count--) array.push(read(decoder, text));
  return array;
}

function readText(decoder: Decoder, text: string): string {
  const before = decoder.pos;
  const length = readVarUint(decoder);
  const part = text.slice(decoder.pos, decoder.pos + length);
  if (part.length === length && ASCII.test(part)) {
    decoder.pos += length;
    return part;
  }
  decoder.pos = before;
  return readVarString(decoder);
}
