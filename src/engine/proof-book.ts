/**
 * The part of a document that this device can prove: per client the digest of its chain as far as central is known to have it
 * (rules P2, P5, P7). A struct that is no change for this app ends the chain of its client: nothing is provable past it.
 */
import type { Change } from '#shared/change/change';
import type { PositionedChange } from '#shared/change/codec/struct';
import type { StateVector } from '#shared/change/state-vector';
import { firstDigest, nextDigest, rootOf, sameDigest, type Digest, type Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';

/** The comparison of the content here with a receipt; `lacking`: not all of it is here, or that is unknown. */
export type Comparison = { is: 'same'; marks: Mark[] } | { is: 'different' } | { is: 'lacking' };

export class ProofBook {
  readonly #marks = new Map<number, Mark>();
  /** changes that this device put into the document and central has not confirmed, per client, from the end of its chain on */
  readonly #pending = new Map<number, PositionedChange[]>();

  readonly #followed = new WeakMap<Change, { before: Digest; digest: Digest }>();

  constructor(
    private readonly document: string,
    marks: readonly Mark[] = [],
  ) {
    for (const mark of marks) this.#marks.set(mark.client, mark);
  }

  /** All chains, as step 1 shows them. */
  get marks(): Mark[] {
    return [...this.#marks.values()];
  }

  markOf(client: number): Mark {
    return this.#marks.get(client) ?? { client, clock: 0, digest: firstDigest(this.document, client) };
  }

  /** Follows the chains over the document's changes; returns the marks that moved. */
  extend(placed: readonly PositionedChange[]): Mark[] {
    const moved = new Map<number, Mark>();
    for (const { client, clock, change } of inOrder(placed)) {
      const mark = this.markOf(client);
      if (clock !== mark.clock) continue;
      const next = this.#next(mark, change);
      this.#marks.set(client, next);
      moved.set(client, next);
    }
    for (const client of moved.keys()) this.#dropPending(client);
    return [...moved.values()];
  }

  /** Changes that this device puts in are proven once central confirms them. */
  put(placed: readonly PositionedChange[]): void {
    for (const entry of placed)
      this.#pending.set(entry.client, [...(this.#pending.get(entry.client) ?? []), entry]);
  }

  /** Central has everything up to `vector`: those changes are pending no more. Returns the marks that moved. */
  confirm(vector: StateVector): Mark[] {
    const confirmed = [...this.#pending].flatMap(([client, pending]) =>
      pending.filter(({ clock }) => clock < (vector.get(client) ?? 0)),
    );
    return this.extend(confirmed);
  }

  /** The digest after a change; a digest that was computed for a comparison is not computed again to follow the chain. */
  #next(mark: Mark, change: Change): Mark {
    const known = this.#followed.get(change);
    const isKnown = known !== undefined && sameDigest(known.before, mark.digest);
    const digest = isKnown ? known.digest : nextDigest(mark.digest, change);
    if (!isKnown) this.#followed.set(change, { before: mark.digest, digest });
    return { client: mark.client, clock: mark.clock + 1, digest };
  }

  /** Compares the content here and the new changes with a receipt, before they are applied. */
  compare(receipt: Receipt, arriving: readonly PositionedChange[] = []): Comparison {
    const marks: Mark[] = [];
    for (const [client, clock] of receipt.vector) {
      if (clock === 0) continue;
      const mark = this.#markAt(client, clock, arriving);
      if (!mark) return { is: 'lacking' };
      marks.push(mark);
    }
    return sameDigest(rootOf(marks), receipt.root) ? { is: 'same', marks } : { is: 'different' };
  }

  /** The chain of a client followed to `clock`; undefined where that is behind the kept end, or not all is here. */
  #markAt(client: number, clock: number, arriving: readonly PositionedChange[]): Mark | undefined {
    let mark = this.markOf(client);
    if (mark.clock > clock) return undefined;
    const entries = [
      ...arriving.filter((entry) => entry.client === client),
      ...(this.#pending.get(client) ?? []),
    ];
    const changes = new Map(entries.map((entry) => [entry.clock, entry.change]));
    while (mark.clock < clock) {
      const change = changes.get(mark.clock);
      if (!change) return undefined;
      mark = this.#next(mark, change);
    }
    return mark;
  }

  #dropPending(client: number): void {
    const rest = (this.#pending.get(client) ?? []).filter(({ clock }) => clock >= this.markOf(client).clock);
    if (rest.length > 0) this.#pending.set(client, rest);
    else this.#pending.delete(client);
  }
}

const inOrder = (placed: readonly PositionedChange[]): PositionedChange[] =>
  [...placed].sort((a, b) => a.client - b.client || a.clock - b.clock);

/** The marks of all that stands in a document, up to the clocks of `vector`; undefined where not all of it does. */
export function marksOf(
  document: string,
  placed: readonly PositionedChange[],
  vector: StateVector,
): Mark[] | undefined {
  const book = new ProofBook(document);
  book.extend(placed.filter(({ client, clock }) => clock < (vector.get(client) ?? 0)));
  const marks = [...vector].filter(([, clock]) => clock > 0).map(([client]) => book.markOf(client));
  return marks.every(({ client, clock }) => clock === vector.get(client)) ? marks : undefined;
}
