/** The sockets of one document, and the part of it that is on disk. Nothing here needs saving: a room may go and come back at any time. */
import { encodeUpdate, type PositionedBytes } from '#shared/change/codec/write';
import { piecesOf, runsOf, type Run } from '#shared/change/runs';
import { digestAfter, type Mark } from '#shared/proof/digest';
import { storedMessage, updateMessage } from '#shared/protocol/messages';
import { joinVectors, type StateVector } from '#shared/change/state-vector';
import type { StoredChange } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import type { Share } from './wire/compressed-once';
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
  readonly #share: Share;
  #vector: StateVector = new Map();
  #marks: ReadonlyMap<number, Mark> = new Map();
  #stored: Uint8Array | undefined;

  constructor(document: string, receipts: Pick<Receipts, 'seal'>, share: Share = (message) => message) {
    this.document = document;
    this.#receipts = receipts;
    this.#share = share;
  }

  /** The changes on disk, as far as this room knows. */
  get vector(): StateVector {
    return this.#vector;
  }

  /** The digest of a client's chain at its head. */
  markOf(client: number): Mark | undefined {
    return this.#marks.get(client);
  }

  /** The `stored` message, made once per commit. */
  get stored(): Uint8Array {
    this.#stored ??= this.#share(this.storedOf(this.#vector));
    return this.#stored;
  }

  /** The `stored` message for a peer that does not get all clients (rules P3, G6). */
  storedOf(vector: StateVector): Uint8Array {
    const marks = [...vector].flatMap(([client, clock]) => {
      const mark = this.#marks.get(client);
      return mark?.clock === clock ? [mark] : [];
    });
    const isProven = marks.length === vector.size;
    return storedMessage(vector, isProven ? this.#receipts.seal(this.document, marks) : undefined);
  }

  /** Never goes back: a vector that was read before a commit may arrive after it. */
  know(vector: StateVector, marks: Iterable<Mark>): void {
    this.#vector = joinVectors(this.#vector, vector);
    const known = new Map(this.#marks);
    for (const mark of marks)
      if (mark.clock >= (known.get(mark.client)?.clock ?? 0)) known.set(mark.client, mark);
    this.#marks = known;
    this.#stored = undefined;
  }

  /** Passes on the changes that a commit added; encoded once for all, and once more for each that wrote a part of it. */
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

  /** Each piece with the receipt for its changes (rule P4); `before`: the digests before this commit. */
  #encode(changes: readonly StoredChange[], before: ReadonlyMap<number, Mark>): Added[] {
    return runsOf(byClient(changes)).flatMap((run) =>
      [...piecesOf(run, ({ body }) => body.length)].map((piece) => {
        const mark = this.#markAfter(piece, run, before);
        const receipt = mark && this.#receipts.seal(this.document, [mark]);
        return {
          client: piece[0].client,
          bytes: this.#share(updateMessage(encodeUpdate(piece.map(toBytes)), receipt)),
        };
      }),
    );
  }

  #markAfter(
    piece: Run<StoredChange>,
    run: Run<StoredChange>,
    before: ReadonlyMap<number, Mark>,
  ): Mark | undefined {
    const [first] = run;
    const { client } = first;
    const clock = piece[0].clock + piece.length - 1;
    const head = this.#marks.get(client);
    if (head?.clock === clock + 1) return head;
    const from = before.get(client);
    if (from?.clock !== first.clock) return undefined;
    const changes = run.slice(0, clock + 1 - first.clock).map(({ change }) => change);
    return { client, clock: clock + 1, digest: digestAfter(from.digest, changes, hash) };
  }
}

/** For each client apart: a socket that wrote some of the changes gets the others, with gaps between. */
const byClient = (changes: readonly StoredChange[]): StoredChange[] =>
  [...changes].sort((a, b) => b.client - a.client || a.clock - b.clock);

const toBytes = ({ client, clock, change, body }: StoredChange): PositionedBytes => ({
  client,
  clock,
  changeId: change.id,
  body,
});
