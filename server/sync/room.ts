/** The sockets of one document, and how far it is on disk. Nothing here needs saving: a room may go and come back at any time. */
import type { PositionedBytes } from '#shared/change/codec/write';
import { encodePieces } from '#shared/change/codec/write';
import { storedMessage, updateMessage } from '#shared/protocol/messages';
import type { StateVector } from '#shared/change/state-vector';
import { joinVectors, type StoredChange } from '../database/port/changes';
import type { Committed } from './ingest';
import type { Offer } from './offer';

/** A socket, as its room sees it. */
export interface Member {
  /** others' changes, as messages */
  added(messages: readonly Uint8Array[]): void;
  /** the offers that this member has out */
  owns(offer: Offer): boolean;
}

export class Room {
  readonly document: string;
  readonly members = new Set<Member>();
  #vector: StateVector = new Map();
  #stored: Uint8Array | undefined;

  constructor(document: string) {
    this.document = document;
  }

  /** What is on disk, as far as this room was told. */
  get vector(): StateVector {
    return this.#vector;
  }

  /** The `stored` message, made once per commit. */
  get stored(): Uint8Array {
    this.#stored ??= storedMessage(this.#vector);
    return this.#stored;
  }

  /** Never goes back: a vector read before a commit may arrive after it. */
  know(vector: StateVector): void {
    this.#vector = joinVectors(this.#vector, vector);
    this.#stored = undefined;
  }

  /** Passes on what a commit added; encoded once for all, and once more for each that wrote a part of it. */
  publish({ vector, added }: Committed): void {
    this.know(vector);
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
}

/** Update messages of these changes, for each client apart: a socket that wrote some of them gets the others, with gaps between. */
export function encode(changes: readonly StoredChange[]): Uint8Array[] {
  const positioned = changes.map(({ client, clock, change, body }): PositionedBytes => ({
    client,
    clock,
    changeId: change.id,
    body,
  }));
  positioned.sort((a, b) => b.client - a.client || a.clock - b.clock);
  return runsOf(positioned).flatMap((run) => [...encodePieces(run)].map(updateMessage));
}

/** Changes of one client without a gap. */
function runsOf(positioned: readonly PositionedBytes[]): PositionedBytes[][] {
  const runs: PositionedBytes[][] = [];
  for (const one of positioned) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last?.client === one.client && last.clock + 1 === one.clock) run.push(one);
    else runs.push([one]);
  }
  return runs;
}
