/** The sockets of one document, and what of it is on disk. Nothing here needs saving: a room may go and come back at any time. */
import { encodeUpdate, type PositionedBytes } from '#shared/change/codec/write';
import { digestAfter, type Mark } from '#shared/proof/digest';
import { limits } from '#shared/protocol/limits';
import { storedMessage, updateMessage } from '#shared/protocol/messages';
import { joinVectors, type StateVector } from '#shared/change/state-vector';
import type { StoredChange } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import type { Committed } from './ingest';
import type { Offer } from './offer';
import type { Receipts } from './receipts';

/** A socket, as its room sees it. */
export interface Member {
  /** others' changes, as messages */
  added(messages: readonly Added[]): void;
  /** the offers that this member has out */
  owns(offer: Offer): boolean;
}

/** A message with changes of one client. */
export interface Added {
  client: number;
  bytes: Uint8Array;
}

export class Room {
  readonly document: string;
  readonly members = new Set<Member>();
  readonly #receipts: Pick<Receipts, 'seal'>;
  #vector: StateVector = new Map();
  #marks: ReadonlyMap<number, Mark> = new Map();
  #stored: Uint8Array | undefined;

  constructor(document: string, receipts: Pick<Receipts, 'seal'>) {
    this.document = document;
    this.#receipts = receipts;
  }

  /** What is on disk, as far as this room was told. */
  get vector(): StateVector {
    return this.#vector;
  }

  /** The digest of a client's chain at its head. */
  markOf(client: number): Mark | undefined {
    return this.#marks.get(client);
  }

  /** The `stored` message, made once per commit. */
  get stored(): Uint8Array {
    this.#stored ??= this.storedOf(this.#vector);
    return this.#stored;
  }

  /** The `stored` message for one who is not told of all clients (rules P3, G6). */
  storedOf(vector: StateVector): Uint8Array {
    const marks = [...vector].flatMap(([client, clock]) => {
      const mark = this.#marks.get(client);
      return mark?.clock === clock ? [mark] : [];
    });
    const isProven = marks.length === vector.size;
    return storedMessage(vector, isProven ? this.#receipts.seal(this.document, marks) : undefined);
  }

  /** Never goes back: what was read before a commit may arrive after it. */
  know(vector: StateVector, marks: Iterable<Mark>): void {
    this.#vector = joinVectors(this.#vector, vector);
    const known = new Map(this.#marks);
    for (const mark of marks)
      if (mark.clock >= (known.get(mark.client)?.clock ?? 0)) known.set(mark.client, mark);
    this.#marks = known;
    this.#stored = undefined;
  }

  /** Passes on what a commit added; encoded once for all, and once more for each that wrote a part of it. */
  publish({ vector, marks, added }: Committed): void {
    const before = this.#marks;
    this.know(vector, marks);
    const encode = (changes: readonly StoredChange[]): Added[] => this.#encode(changes, before);
    const authors = new Set(
      [...this.members].filter((member) => added.some(({ offer }) => offer && member.owns(offer))),
    );
    const all = authors.size < this.members.size ? encode(added.flatMap(({ changes }) => changes)) : [];
    for (const member of this.members) {
      if (!authors.has(member)) member.added(all);
      else
        member.added(
          encode(added.flatMap(({ offer, changes }) => (offer && member.owns(offer) ? [] : changes))),
        );
    }
  }

  /** Each piece with the receipt for what it brings (rule P4); `before`: the digests before this commit. */
  #encode(changes: readonly StoredChange[], before: ReadonlyMap<number, Mark>): Added[] {
    return runsOf(changes).flatMap((run) =>
      piecesOf(run).map((piece) => {
        const mark = this.#markAfter(piece, run, before);
        const receipt = mark && this.#receipts.seal(this.document, [mark]);
        return {
          client: piece[0]?.client ?? 0,
          bytes: updateMessage(encodeUpdate(piece.map(toBytes)), receipt),
        };
      }),
    );
  }

  #markAfter(
    piece: readonly StoredChange[],
    run: readonly StoredChange[],
    before: ReadonlyMap<number, Mark>,
  ): Mark | undefined {
    const [first] = run;
    const last = piece.at(-1);
    if (!first || !last) return undefined;
    const { client, clock } = last;
    const head = this.#marks.get(client);
    if (head?.clock === clock + 1) return head;
    const from = before.get(client);
    if (from?.clock !== first.clock) return undefined;
    const changes = run.slice(0, clock + 1 - first.clock).map(({ change }) => change);
    return { client, clock: clock + 1, digest: digestAfter(from.digest, changes, hash) };
  }
}

/** Changes of one client without a gap, for each apart: a socket that wrote some of them gets the others, with gaps between. */
function runsOf(changes: readonly StoredChange[]): StoredChange[][] {
  const ordered = [...changes].sort((a, b) => b.client - a.client || a.clock - b.clock);
  const runs: StoredChange[][] = [];
  for (const one of ordered) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.client === one.client && last.clock + 1 === one.clock) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

/** A run cut so that a cut link costs little (rule B6). */
function piecesOf(run: readonly StoredChange[]): StoredChange[][] {
  const pieces: StoredChange[][] = [];
  let bytes = 0;
  for (const one of run) {
    bytes += one.body.length;
    const piece = pieces.at(-1);
    const isFull = !piece || piece.length >= limits.changesPerPiece || bytes > limits.bytesPerPiece;
    if (isFull) {
      pieces.push([one]);
      bytes = one.body.length;
    } else piece.push(one);
  }
  return pieces;
}

const toBytes = ({ client, clock, change, body }: StoredChange): PositionedBytes => ({
  client,
  clock,
  changeId: change.id,
  body,
});
