/**
 * The places of the log that a disk has spoilt, as far as somebody lacked them since the start. Whoever has what stood there is asked for
 * it (rule G10).
 */
import type { Mark } from '#shared/proof/digest';

interface Heard {
  log?: { error(about: object, text: string): void };
  /** `spoilt`: the number of clients of which something cannot be read */
  metrics?: { spoilt: number };
}

export class Spoilt {
  /** document → client → the first clock that cannot be read */
  readonly #places = new Map<string, Map<number, number>>();

  constructor(private readonly heard: Heard = {}) {}

  note(document: string, client: number, clock: number): void {
    const places = this.#places.get(document) ?? new Map<number, number>();
    const isNew = !places.has(client);
    this.#places.set(document, places.set(client, clock));
    this.#count();
    if (isNew)
      this.heard.log?.error(
        { document, client, clock },
        'a change is spoilt: devices that have it are asked',
      );
  }

  isIn(document: string): boolean {
    return this.#places.has(document);
  }

  /** The clients of which a peer with these chains has what cannot be read here. */
  heldBy(document: string, marks: readonly Mark[]): number[] {
    const places = this.#places.get(document);
    if (!places) return [];
    return marks.flatMap(({ client, clock }) => (clock > (places.get(client) ?? clock) ? [client] : []));
  }

  /** It was given back. Where something else of the client is spoilt, that is noticed again. */
  mended(document: string, client: number): void {
    const places = this.#places.get(document);
    places?.delete(client);
    if (places?.size === 0) this.#places.delete(document);
    this.#count();
  }

  #count(): void {
    const { metrics } = this.heard;
    if (metrics) metrics.spoilt = [...this.#places.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
