/**
 * The bytes of a text, in the encoding of the file that it goes back to. A text with a letter that the encoding lacks goes out
 * as UTF-8.
 */
import { decodeEightBit, isEightBit, type EightBitEncoding } from './encodings';

export function encodeText(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16(text, encoding === 'utf-16le');
  return (isEightBit(encoding) ? eightBit(text, encoding) : undefined) ?? utf8(text);
}

/** UTF-8 with the mark by which spreadsheets know it. */
function utf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0xef, 0xbb, 0xbf];
  for (const letter of text) {
    const point = wellFormed(letter.codePointAt(0) ?? 0);
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), last(point));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), last(point >> 6), last(point));
    else bytes.push(0xf0 | (point >> 18), last(point >> 12), last(point >> 6), last(point));
  }
  return Uint8Array.from(bytes);
}

const last = (bits: number): number => 0x80 | (bits & 0x3f);

/** Half of a pair stands for nothing. */
const wellFormed = (point: number): number => (point >= 0xd800 && point <= 0xdfff ? 0xfffd : point);

function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const marked = `\uFEFF${text}`;
  const view = new DataView(new ArrayBuffer(marked.length * 2));
  for (let at = 0; at < marked.length; at++) view.setUint16(at * 2, marked.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

/** Undefined where it has no letter for one of the text's. */
function eightBit(text: string, encoding: EightBitEncoding): Uint8Array<ArrayBuffer> | undefined {
  const high = decodeEightBit(
    Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at),
    encoding,
  );
  const byLetter = new Map([...high].map((letter, at) => [letter, 0x80 + at]));
  const bytes: number[] = [];
  for (const letter of text) {
    const byte = letter < '\u0080' ? letter.charCodeAt(0) : byLetter.get(letter);
    if (byte === undefined || letter === '\uFFFD') return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
