/** Messages of a socket that come while its last offer waits for its turn are judged with it, and acknowledged once. */
import type { Candidate, Offer, Writer } from './offer';

/** Most structs of an offer: more of them make another one. */
const MOST = 1000;

/** An offer that waits to be judged, and grows meanwhile by what the same socket brings: it is judged once, and acknowledged once. */
export class GrowingOffer implements Offer {
  readonly structs: Candidate[];
  /** of the messages that it came in */
  bytes: number;
  #isTaken = false;

  constructor(
    readonly document: string,
    readonly writer: Writer,
    structs: Candidate[],
    bytes: number,
  ) {
    this.structs = structs;
    this.bytes = bytes;
  }

  /** False once it is being judged, or is large enough. */
  join(structs: readonly Candidate[], bytes: number): boolean {
    if (this.#isTaken || this.structs.length + structs.length > MOST) return false;
    for (const struct of structs) this.structs.push(struct);
    this.bytes += bytes;
    return true;
  }

  /** It is being judged: nothing joins it any more. */
  take(): void {
    this.#isTaken = true;
  }
}
