/** Bytes as our own client writes them, read in one pass. Any other bytes end the reading: they are left to the codec. */
import { decodeUtf8 } from 'lib0/string';
import type { Json, JsonObject } from '#shared/json';

/** Thrown at bytes that are not known here. The slow path reads them. */
export const leftOver = new Error('left to the codec');

/** The first byte of a value. */
export const kindOfValue = {
  null: 126,
  int: 125,
  float32: 124,
  float64: 123,
  false: 121,
  true: 120,
  text: 119,
  object: 118,
  array: 117,
} as const;

/** A text that has it may hide a key (rule C3). */
const PROTO = '__proto__';
/** A number of at most so many bytes is exact. */
const VARUINT_BYTES = 6;

export class OwnBytes {
  at = 0;
  /** each byte as a character: an ASCII text is a piece of it */
  readonly #latin: string;

  constructor(readonly bytes: Buffer) {
    this.#latin = bytes.toString('latin1');
    if (this.#latin.includes(PROTO)) throw leftOver;
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw leftOver;
    return byte;
  }

  expect(byte: number): void {
    if (this.byte() !== byte) throw leftOver;
  }

  /** A varUint. */
  uint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let number = byte & 0x7f;
    let unit = 0x80;
    for (let count = 1; byte >= 0x80; count++) {
      if (count === VARUINT_BYTES) throw leftOver;
      byte = this.byte();
      number += (byte & 0x7f) * unit;
      unit *= 0x80;
    }
    return number;
  }

  /** An integer with its sign. */
  int(): number {
    let byte = this.byte();
    const isNegative = (byte & 0x40) > 0;
    let number = byte & 0x3f;
    let unit = 0x40;
    for (let count = 1; byte >= 0x80; count++) {
      if (count === VARUINT_BYTES) throw leftOver;
      byte = this.byte();
      number += (byte & 0x7f) * unit;
      unit *= 0x80;
    }
    if (isNegative && number === 0) throw leftOver;
    return isNegative ? -number : number;
  }

  float(length: 4 | 8): number {
    this.#need(length);
    const number = length === 4 ? this.bytes.readFloatBE(this.at) : this.bytes.readDoubleBE(this.at);
    this.at += length;
    if (!Number.isFinite(number) || Object.is(number, -0)) throw leftOver;
    return number;
  }

  text(): string {
    const length = this.uint();
    this.#need(length);
    const start = this.at;
    const end = (this.at += length);
    let all = 0;
    for (let at = start; at < end; at++) all |= this.bytes[at] ?? 0;
    return all < 0x80 ? this.#latin.slice(start, end) : this.#utf8(start, end);
  }

  /** Reads this very text. */
  expectText(known: Buffer): void {
    this.expect(known.length);
    for (let index = 0; index < known.length; index++) this.expect(known[index] ?? 0);
  }

  /** The bytes from `start` to here. They are a view. */
  since(start: number): Uint8Array {
    return this.bytes.subarray(start, this.at);
  }

  value(depth: number): Json {
    switch (this.byte()) {
      case kindOfValue.text:
        return this.text();
      case kindOfValue.null:
        return null;
      case kindOfValue.true:
        return true;
      case kindOfValue.false:
        return false;
      case kindOfValue.int:
        return this.int();
      case kindOfValue.float32:
        return this.float(4);
      case kindOfValue.float64:
        return this.float(8);
      case kindOfValue.object:
        return this.object(depth);
      case kindOfValue.array:
        return this.array(depth);
      default:
        throw leftOver;
    }
  }

  object(depth: number): JsonObject {
    if (depth === 0) throw leftOver;
    const count = this.uint();
    const object: JsonObject = {};
    for (let index = 0; index < count; index++) {
      const key = this.text();
      object[key] = this.value(depth - 1);
    }
    return object;
  }

  array(depth: number): Json[] {
    if (depth === 0) throw leftOver;
    const count = this.uint();
    const array: Json[] = [];
    for (let index = 0; index < count; index++) array.push(this.value(depth - 1));
    return array;
  }

  #need(length: number): void {
    if (this.at + length > this.bytes.length) throw leftOver;
  }

  #utf8(start: number, end: number): string {
    try {
      return decodeUtf8(this.bytes.subarray(start, end));
    } catch {
      throw leftOver;
    }
  }
}
