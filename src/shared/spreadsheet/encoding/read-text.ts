/**
 * The text of a file. UTF-8, and UTF-16 with or without its mark, are beyond doubt. Of other bytes nobody can know the letters:
 * a person chooses among the encodings by the words that depend on it. Lines that are UTF-8 stay so.
 */
import type { EncodingDoubt } from '../table-file';
import { decodeEightBit, eightBitEncodings, isEightBit, type EightBitEncoding } from './encodings';
import { likelyFirst } from './likely-first';
import { highWords, linesOfBytes } from './lines-of-bytes';
import { isPlainWestern } from './plain-western';
import { decodeLoosely, decodeStrictly } from './text-decoder';

interface TextRead {
  text: string;
  encoding: string;
  doubt?: EncodingDoubt;
}

const MOST_WORDS = 8;

/** `chosen`: the encoding that a person named. */
export function readText(bytes: Uint8Array, chosen?: string): TextRead {
  const wide = wideEncoding(bytes);
  if (wide) return { text: withoutMark(decodeLoosely(bytes, wide)), encoding: wide };
  const text = decodeStrictly(bytes, 'utf-8');
  if (text !== undefined && !(chosen !== undefined && isEightBit(chosen)))
    return { text: withoutMark(text), encoding: 'utf-8' };
  return eightBit(bytes, chosen);
}

function eightBit(bytes: Uint8Array, chosen: string | undefined): TextRead {
  const lines = [...linesOfBytes(bytes)].map((line) => ({ line, utf8: decodeStrictly(line, 'utf-8') }));
  const doubtful = lines.filter(({ utf8 }) => utf8 === undefined);
  const words = uniqueWords(doubtful.map(({ line }) => line));
  const isMixed = lines.some(({ line, utf8 }) => utf8 !== undefined && line.some((byte) => byte >= 0x80));
  const western = words.map((word) => decodeEightBit(word, 'windows-1252'));
  const isPlain = !isMixed && isPlainWestern(western);
  const choices = likelyFirst(
    eightBitEncodings.map((encoding) => ({
      encoding,
      words: words.slice(0, MOST_WORDS).map((word) => decodeEightBit(word, encoding)),
    })),
  );
  const guess = isPlain ? 'windows-1252' : (choices[0]?.encoding ?? 'windows-1252');
  const encoding: EightBitEncoding = chosen !== undefined && isEightBit(chosen) ? chosen : guess;
  const text = lines.map(({ line, utf8 }) => utf8 ?? decodeEightBit(line, encoding)).join('');
  return { text: withoutMark(text), encoding, doubt: { isPlain, choices } };
}

function uniqueWords(lines: readonly Uint8Array[]): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const line of lines) for (const word of highWords(line)) found.set(word.join(), word);
  return [...found.values()];
}

/** Recognises UTF-16 by its mark, or by the zero byte in every letter of ASCII. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const found = byZeros(bytes.subarray(0, 4096));
  return found && bytes.length % 2 === 0 && decodeStrictly(bytes, found) !== undefined ? found : undefined;
}

function byZeros(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = (start: number): number => sample.filter((byte, at) => at % 2 === start && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const least = sample.length / 20;
  if (odd > least && even < odd / 10) return 'utf-16le';
  return even > least && odd < even / 10 ? 'utf-16be' : undefined;
}

/** The sign with which old programs end a text. */
const END = '\u001A';

/** Without the byte-order mark before a text, and the sign of its end. */
function withoutMark(text: string): string {
  const bare = text.replace(/^\uFEFF/, '');
  const end = bare.trimEnd();
  return end.endsWith(END) ? end.slice(0, -END.length) : bare;
}
