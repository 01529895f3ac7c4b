/** Texts → numbers, by the hash of a text alone: 12 bytes for each, and the slots that are kept free. A text may have several numbers. */
import { hashed, hashOf, type Seed } from './hash';

/** Slots are filled up to this part. */
const FULL = 0.7;
const SLOT = 3;
/** An entry that was taken out leaves this, so that entries behind it are still found. */
const GONE = 2 ** 32 - 1;

export class NumberTable {
  #slots: Uint32Array;
  #mask: number;
  #size = 0;

  /** `room`: the number of entries that are expected */
  constructor(
    private readonly seed: Seed,
    room = 1000,
  ) {
    const count = 2 ** Math.ceil(Math.log2(Math.max(16, room / FULL)));
    this.#slots = new Uint32Array(count * SLOT);
    this.#mask = count - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** `number` is above 0 and below 2^32 - 1. */
  add(text: string, number: number): void {
    hashOf(text, this.seed);
    this.put(hashed.high, hashed.low, number);
  }

  /** As `add`, of a text whose hash is known. */
  put(high: number, low: number, number: number): void {
    this.#put(high, low, number);
  }

  /** The numbers of all texts with the hash of this one: nearly always its own and no others. */
  of(text: string): number[] {
    hashOf(text, this.seed);
    const { high, low } = hashed;
    const slots = this.#slots;
    const found: number[] = [];
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT;
      const number = slots[at + 2] ?? 0;
      if (number === 0) return found;
      if (slots[at] === high && slots[at + 1] === low && number !== GONE) found.push(number);
    }
  }

  /** Whether any text has the hash of this one. */
  has(text: string): boolean {
    hashOf(text, this.seed);
    const { high, low } = hashed;
    const slots = this.#slots;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT;
      const number = slots[at + 2] ?? 0;
      if (number === 0) return false;
      if (slots[at] === high && slots[at + 1] === low && number !== GONE) return true;
    }
  }

  /** Takes out an entry that was put in. */
  remove(high: number, low: number, number: number): void {
    const slots = this.#slots;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT;
      if (slots[at + 2] === 0) return;
      const isIt = slots[at] === high && slots[at + 1] === low && slots[at + 2] === number;
      if (isIt) {
        slots[at + 2] = GONE;
        return;
      }
    }
  }

  #put(high: number, low: number, number: number): void {
    if (this.#size >= (this.#mask + 1) * FULL) this.#grow();
    const slots = this.#slots;
    let slot = low & this.#mask;
    while (slots[slot * SLOT + 2] !== 0) slot = (slot + 1) & this.#mask;
    slots[slot * SLOT] = high;
    slots[slot * SLOT + 1] = low;
    slots[slot * SLOT + 2] = number;
    this.#size += 1;
  }

  #grow(): void {
    const former = this.#slots;
    this.#slots = new Uint32Array(former.length * 2);
    this.#mask = this.#mask * 2 + 1;
    this.#size = 0;
    for (let at = 0; at < former.length; at += SLOT) {
      const number = former[at + 2] ?? 0;
      if (number !== 0 && number !== GONE) this.#put(former[at] ?? 0, former[at + 1] ?? 0, number);
    }
  }
}
