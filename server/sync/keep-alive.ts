/** One timer for all sockets: each has its beat every 20 seconds, spread out evenly, however many there are. */

/** A stock client drops a connection after 30 s without a message; pings do not count for it. */
export const BEAT_SECONDS = 20;

interface Beating {
  beat(): void;
}

export class KeepAlive {
  readonly #slots = Array.from({ length: BEAT_SECONDS }, () => new Set<Beating>());
  #now = 0;
  #timer: NodeJS.Timeout | undefined;

  start(): void {
    this.#timer = setInterval(() => this.turn(), 1000).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Into the emptiest slot; the first beat comes within a whole turn. Returns how to leave. */
  add(one: Beating): () => void {
    const slot = this.#slots.reduce((least, candidate) => (candidate.size < least.size ? candidate : least));
    slot.add(one);
    return () => slot.delete(one);
  }

  /** One second of the wheel. */
  turn(): void {
    this.#now = (this.#now + 1) % BEAT_SECONDS;
    for (const one of [...(this.#slots[this.#now] ?? [])]) one.beat();
  }
}
