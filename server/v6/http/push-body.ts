/**
 * The body of a push, which may be large. Until its sender is known it is only bytes, few of them, and one body at a time of an
 * address. From an address where a site has shown who it is lately, more is taken.
 */
import type { Readable } from 'node:stream';
import { other } from '../wire/answers';
import { busy } from '../site/refusals';
import { SETTINGS_BYTES } from '../wire/find-credentials';

const MIB = 1024 * 1024;
/** The most that a push may have. */
const MOST_BYTES = 32 * MIB;
/** The most that is kept of one whose sender is not known. */
const STRANGER_BYTES = 4 * MIB;
/** Bodies of one address that may wait for their turn. */
const WAITING = 50;
/** The time for which an address counts as known after a site called from there, milliseconds. */
const KNOWN_MS = 60 * 60 * 1000;
const ADDRESSES = 10_000;

export interface Body {
  bytes: Buffer;
  /** false: only its end is here */
  isWhole: boolean;
}

export class PushBodies {
  readonly #known = new Map<string, number>();
  readonly #turns = new Map<string, { waiting: number; last: Promise<void> }>();

  constructor(private readonly now: () => number) {}

  /** A site has shown who it is at this address. */
  note(address: string): void {
    this.#known.delete(address);
    this.#known.set(address, this.now() + KNOWN_MS);
    const [oldest] = this.#known.keys();
    if (this.#known.size > ADDRESSES && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Reads a body and does something with it; of a stranger one at a time. */
  async with<T>(
    address: string,
    stream: Readable,
    declared: number | undefined,
    use: (body: Body) => Promise<T>,
  ): Promise<T> {
    if ((declared ?? 0) > MOST_BYTES) throw tooLarge();
    const isKnown = (this.#known.get(address) ?? 0) > this.now();
    if (isKnown) return use(await readBody(stream, MOST_BYTES));
    return this.#inTurn(address, async () => use(await readBody(stream, STRANGER_BYTES)));
  }

  async #inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(address) ?? { waiting: 0, last: Promise.resolve() };
    if (turn.waiting >= WAITING) throw busy();
    const result = turn.last.then(work);
    const waiting = turn.waiting + 1;
    const last = result.then(
      () => this.#leave(address),
      () => this.#leave(address),
    );
    this.#turns.set(address, { waiting, last });
    return result;
  }

  #leave(address: string): void {
    const turn = this.#turns.get(address);
    if (!turn) return;
    if (turn.waiting <= 1) this.#turns.delete(address);
    else this.#turns.set(address, { ...turn, waiting: turn.waiting - 1 });
  }
}

const tooLarge = () => other('The request is too large.', 413);

/** Keeps up to `most` bytes; of a longer body the end alone, which is where its sender stands. */
async function readBody(stream: Readable, most: number): Promise<Body> {
  let pieces: Buffer[] = [];
  let size = 0;
  let isWhole = true;
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MOST_BYTES) throw tooLarge();
    pieces.push(piece);
    if (isWhole && size <= most) continue;
    isWhole = false;
    pieces = [Buffer.concat(pieces).subarray(-SETTINGS_BYTES)];
  }
  return { bytes: Buffer.concat(pieces), isWhole };
}
