/**
 * A chain that is too long to wait as a whole for its end (rule G2): it is followed without being kept, and where it ends in the receipt's
 * digest the holder is asked for it once more. Then the digests that were noted on the way prove its parts as they come.
 */
import type { Change } from '#shared/change/change';
import { nextDigest, sameDigest, type Mark } from '#shared/proof/digest';
import { hash } from '../../database/sqlite/chains';

export class LongChain {
  /** where its parts may end, in their order */
  readonly #ends: Mark[] = [];
  #now: Mark;
  isProven = false;

  /** `mark`: its end in the receipt, which is of the moment `at`; `from`: central's own digest where it begins. */
  constructor(
    readonly mark: Mark,
    readonly at: number,
    readonly from: Mark,
  ) {
    this.#now = from;
  }

  /** The clock of the next change. */
  get clock(): number {
    return this.#now.clock;
  }

  follow(change: Change): void {
    const { client, clock, digest } = this.#now;
    this.#now = { client, clock: clock + 1, digest: nextDigest(digest, change, hash) };
  }

  /** A piece has ended here. */
  note(): void {
    if (!this.isProven && this.#ends.at(-1) !== this.#now && this.#now !== this.from)
      this.#ends.push(this.#now);
  }

  /** All of it was followed; `isProven` says whether it ended rightly. */
  hasEnded(): boolean {
    if (this.isProven || this.#now.clock < this.mark.clock) return false;
    this.isProven = sameDigest(this.#now.digest, this.mark.digest);
    return true;
  }

  /** The last end of a part that lies after `from`, and at or before `to`. Asked with each piece, of which there may be very many. */
  endWithin(from: number, to: number): Mark | undefined {
    if (!this.isProven) return undefined;
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle]?.clock ?? Infinity) <= to) low = middle + 1;
      else high = middle;
    }
    const end = this.#ends[low - 1];
    return end && end.clock > from ? end : undefined;
  }
}
