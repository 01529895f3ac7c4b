/**
 * The values of a packed change (rule Q2). An id is sixteen bytes instead of a text of 36 letters; a number with a few decimals is a
 * whole one. Each is written in such a way that it comes out byte by byte as lib0 had written it.
 */
import type { Growing, Reading } from './bytes';

/** The first byte of each kind of value, as lib0 writes it. */
export const any = {
  bytes: 116,
  array: 117,
  object: 118,
  string: 119,
  true: 120,
  false: 121,
  bigint: 122,
  float64: 123,
  float32: 124,
  integer: 125,
  null: 126,
  undefined: 127,
} as const;

/** The kinds of value that can fill an open place of a shape. */
export const leaf = {
  /** nothing: the change ends here */
  end: 0,
  uuid: 1,
  text: 2,
  number: 3,
  /** true, false, null, undefined: its one byte */
  constant: 4,
  /** anything else, as it is */
  asIs: 5,
} as const;

const UUID_LETTERS = 36;
const DASH = 0x2d;

const isDash = (at: number): boolean => at === 8 || at === 13 || at === 18 || at === 23;

const hexOf = (letter: number): number => {
  if (letter >= 0x30 && letter <= 0x39) return letter - 0x30;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
};

const letterOf = (value: number): number => (value < 10 ? 0x30 + value : 0x61 + value - 10);

/** True if a UUID in small letters begins there. */
export function isUuid(bytes: Uint8Array, from: number, length: number): boolean {
  if (length !== UUID_LETTERS) return false;
  for (let at = 0; at < UUID_LETTERS; at++) {
    const letter = bytes[from + at] ?? 0;
    if (isDash(at) ? letter !== DASH : hexOf(letter) < 0) return false;
  }
  return true;
}

export function packUuid(to: Growing, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < UUID_LETTERS; at += 2) {
    if (isDash(at)) at += 1;
    to.byte((hexOf(bytes[from + at] ?? 0) << 4) | hexOf(bytes[from + at + 1] ?? 0));
  }
}

export function unpackUuid(from: Reading, to: Growing): void {
  to.byte(any.string);
  to.byte(UUID_LETTERS);
  for (let at = 0; at < UUID_LETTERS; at += 2) {
    if (isDash(at)) {
      to.byte(DASH);
      at += 1;
    }
    const byte = from.byte();
    to.byte(letterOf(byte >> 4));
    to.byte(letterOf(byte & 15));
  }
}

const KINDS = 8;
/** 0: a whole number; 1 to 3: its number of decimals, in eight bytes; 4 to 6: the same plus 3, in four bytes */
const RAW = 7;
const IN_FOUR = 3;
const MOST_DECIMALS = 3;
const WIDEST = 2 ** 31;

/** `from` stands behind the byte that begins the number. */
export function packNumber(to: Growing, type: number, from: Reading): void {
  if (type === any.integer) return to.number(signed(readInteger(from)) * KINDS);
  const size = type === any.float32 ? 4 : 8;
  const at = from.past(size);
  const view = new DataView(from.bytes.buffer, from.bytes.byteOffset + at, size);
  const value = size === 4 ? view.getFloat32(0) : view.getFloat64(0);
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    const whole = Math.round(value * 10 ** decimals);
    if (Math.abs(whole) < WIDEST && Object.is(whole / 10 ** decimals, value))
      return to.number(signed(whole) * KINDS + (size === 4 ? IN_FOUR : 0) + decimals);
  }
  to.number(type * KINDS + RAW);
  to.span(from.bytes, at, at + size);
}

export function unpackNumber(from: Reading, to: Growing): void {
  const packed = from.number();
  const kind = packed % KINDS;
  const rest = Math.floor(packed / KINDS);
  if (kind === RAW) return copyFloat(rest, from, to);
  const whole = unsigned(rest);
  if (kind === 0) return writeInteger(to, whole);
  const size = kind > IN_FOUR ? 4 : 8;
  const value = whole / 10 ** (size === 4 ? kind - IN_FOUR : kind);
  if (size === 4) measured.setFloat32(0, value);
  else measured.setFloat64(0, value);
  to.byte(size === 4 ? any.float32 : any.float64);
  to.span(measuredBytes, 0, size);
}

/** A number on its way, made once: thousands of them pass. */
const measured = new DataView(new ArrayBuffer(8));
const measuredBytes = new Uint8Array(measured.buffer);

function copyFloat(type: number, from: Reading, to: Growing): void {
  if (type !== any.float32 && type !== any.float64) throw new Error('no number');
  const size = type === any.float32 ? 4 : 8;
  to.byte(type);
  const at = from.past(size);
  to.span(from.bytes, at, at + size);
}

/** Whole numbers below and above zero, in turn. −0 is one of them. */
const signed = (value: number): number => (value < 0 || Object.is(value, -0) ? -value * 2 + 1 : value * 2);
const unsigned = (value: number): number => (value % 2 === 1 ? -Math.floor(value / 2) : value / 2);

/** Reads a whole number as lib0 writes it: six bits and a sign first, then seven at a time. */
function readInteger(from: Reading): number {
  const first = from.byte();
  let value = first & 63;
  for (let scale = 64, byte = first; byte >= 128; scale *= 128) {
    byte = from.byte();
    value += (byte & 127) * scale;
    if (value > Number.MAX_SAFE_INTEGER / 16) throw new Error('a number that is too large');
  }
  return (first & 64) > 0 ? -value : value;
}

function writeInteger(to: Growing, value: number): void {
  const isNegative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  to.byte(any.integer);
  to.byte((size > 63 ? 128 : 0) | (isNegative ? 64 : 0) | (size & 63));
  if (size > 63) to.number(Math.floor(size / 64));
}
