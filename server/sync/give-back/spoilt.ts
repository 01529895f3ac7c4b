/**
 * The places of the log that a disk has spoilt, as far as somebody lacked them since the start. Whoever has what stood there is asked for
 * it (rule G10), a few at a time: all devices may come at once, each with a long chain.
 */
import type { Mark } from '#shared/proof/digest';

interface Heard {
  log?: { error(about: object, text: string): void };
  /** `spoilt`: the number of clients of which something cannot be read */
  metrics?: { spoilt: number };
  /** milliseconds */
  now?: () => number;
}

interface Place {
  /** the first clock that cannot be read */
  clock: number;
  /** when which holder was asked for it */
  asked: Map<string, number>;
}

/** Holders that are asked for one chain within this time, milliseconds, each once; the others are asked when they come again. */
const MOST_ASKED = 3;
const ASKED_WITHIN_MS = 60_000;

export class Spoilt {
  /** by document and client */
  readonly #places = new Map<string, Map<number, Place>>();
  readonly #now: () => number;

  constructor(private readonly heard: Heard = {}) {
    this.#now = heard.now ?? Date.now;
  }

  note(document: string, client: number, clock: number): void {
    const places = this.#places.get(document) ?? new Map<number, Place>();
    const known = places.get(client);
    places.set(client, {
      clock: Math.min(known?.clock ?? clock, clock),
      asked: known?.asked ?? new Map<string, number>(),
    });
    this.#places.set(document, places);
    this.#count();
    if (!known)
      this.heard.log?.error(
        { document, client, clock },
        'a change is spoilt: devices that have it are asked',
      );
  }

  isIn(document: string): boolean {
    return this.#places.has(document);
  }

  /** The clients of which a peer with these chains is to be asked for what cannot be read here. `holder`: the id of its device. */
  askOf(document: string, marks: readonly Mark[], holder: string): number[] {
    const places = this.#places.get(document);
    if (!places) return [];
    return marks.flatMap(({ client, clock }) => {
      const place = places.get(client);
      return place && clock > place.clock && this.#mayAsk(place, holder) ? [client] : [];
    });
  }

  #mayAsk({ asked }: Place, holder: string): boolean {
    const now = this.#now();
    for (const [one, at] of asked) if (at <= now - ASKED_WITHIN_MS) asked.delete(one);
    if (asked.has(holder) || asked.size >= MOST_ASKED) return false;
    asked.set(holder, now);
    return true;
  }

  /** All of a client between two clocks stands here now. Where something else of it is spoilt, that is noticed again. */
  mended(document: string, { client, from, to }: { client: number; from: number; to: number }): void {
    const places = this.#places.get(document);
    const { clock } = places?.get(client) ?? { clock: to };
    if (clock < from || clock >= to) return;
    places?.delete(client);
    if (places?.size === 0) this.#places.delete(document);
    this.#count();
  }

  #count(): void {
    const { metrics } = this.heard;
    if (metrics) metrics.spoilt = [...this.#places.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
