/**
 * A document as Yjs carries it: filled from the replica, fed by central, and cut into changes again. Only changes that Yjs has
 * integrated count as arrived; a change after a gap waits for it.
 */
import { applyUpdate, Doc, getState } from 'yjs';
import type { Change } from '#shared/change/change';
import { checkChange } from '#shared/change/check';
import { readUpdate, type Struct } from '#shared/change/codec/read';
import type { PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import type { ReadPiece } from '#shared/change/piece/piece';
import type { Mark } from '#shared/proof/digest';
import type { Receipt } from '#shared/proof/receipt';
import { unreadIn, unreadOf } from '../replica/changes/unread';
import type { Proof } from '../replica/proofs/receipts';
import type { HoleRecord } from '../replica/records';
import { contiguous } from '#shared/change/runs';
import { placesUpdate } from './places';
import { ProofBook } from './proof-book';

export interface Arrived extends Proof {
  placed: PositionedChange[];
  /** structs that are no changes for this app */
  holes: HoleRecord[];
  /** nothing was applied: the content differs from the one that its receipt proves (rule P7) */
  differs?: boolean;
}

const nothingArrived: Arrived = { placed: [], holes: [], marks: [], receipts: [] };

/** The origin of the changes that this device puts in. */
const PUT = 'put';
/** No client has this id. */
const HIDDEN = 0;

export class CarriedDocument {
  readonly doc = new Doc({ gc: false });
  #parked: Struct[] = [];
  readonly #read = new WeakMap<Struct, Change | undefined>();
  /** the part of the document that can be proven */
  book: ProofBook;
  /** the start of central that it was last exchanged with; undefined where central does not say it */
  centralStart: number | undefined;

  constructor(
    readonly document: string,
    /** this device's own */
    readonly clientId: number,
  ) {
    this.doc.clientID = clientId;
    this.book = new ProofBook(document);
  }

  /**
   * Fills the document with the replica's changes, before a provider is attached, so that nothing is sent again. Returns the
   * chains that were followed further.
   */
  fill(
    placed: readonly PositionedChange[],
    holes: readonly HoleRecord[],
    marks: readonly Mark[] = [],
  ): Mark[] {
    const places = contiguous([...placed, ...holes.flatMap(placesOf)], () => 0);
    if (places.length > 0) this.#apply(placesUpdate(places), 'replica');
    // a chain that is longer than the content here belongs to another state of this device: it is followed again
    this.book = new ProofBook(
      this.document,
      marks.filter(({ client, clock }) => clock <= this.stateOf(client)),
    );
    const known = [...placed, ...unreadOf(holes)];
    return this.book.extend(known.filter(({ client, clock }) => clock < this.stateOf(client)));
  }

  /** Takes an update from central; returns the changes that it brought to their places. Never throws on bad bytes. */
  take(update: Uint8Array, origin: unknown, receipt?: Receipt): Arrived {
    const read = readUpdate(update);
    return read.ok ? this.#take(read.value, update, origin, receipt) : nothingArrived;
  }

  /** The same for a piece, which was read before. */
  takeRead({ structs }: ReadPiece, origin: unknown, receipt?: Receipt): Arrived {
    return this.#take(structs, placesUpdate(structs), origin, receipt);
  }

  #take(structs: readonly Struct[], update: Uint8Array, origin: unknown, receipt?: Receipt): Arrived {
    const compared = receipt && this.book.compare(receipt, this.#provable(structs));
    if (compared?.is === 'different') return { ...nothingArrived, differs: true };
    const fresh = structs.filter((struct) => struct.clock >= this.stateOf(struct.client));
    this.#apply(update, origin);
    const all = [...this.#parked, ...fresh];
    this.#parked = all.filter((struct) => struct.clock >= this.stateOf(struct.client));
    const here = all.filter((struct) => struct.clock < this.stateOf(struct.client));
    const arrived = this.#sort(here);
    const marks = this.book.extend(this.#provable(here));
    return { ...arrived, marks, receipts: receipt && compared?.is === 'same' ? [receipt] : [] };
  }

  /** Puts this device's changes in; returns the update to send. */
  put(placed: readonly PositionedChange[]): Uint8Array {
    const update = encodeUpdate(placed.map(toBytes));
    this.book.put(placed);
    this.#apply(update, PUT);
    return update;
  }

  /** The number of structs of a client in the document. */
  stateOf(client: number): number {
    return getState(this.doc.store, client);
  }

  vector(): Map<number, number> {
    return new Map([...this.doc.store.clients.keys()].map((client) => [client, this.stateOf(client)]));
  }

  /** False while an arrived change waits for an earlier one. */
  get isWhole(): boolean {
    return this.#parked.length === 0 && this.doc.store.pendingStructs === null;
  }

  destroy(): void {
    this.doc.destroy();
  }

  /**
   * Yjs takes a new client id, and says so aloud, when it reads structs of its own from outside. Ours is given by central and
   * stays: it is hidden from Yjs while it reads.
   */
  #apply(update: Uint8Array, origin: unknown): void {
    this.doc.clientID = HIDDEN;
    try {
      applyUpdate(this.doc, update, origin);
    } finally {
      this.doc.clientID = this.clientId;
    }
  }

  /** Reads a struct once, for comparing, applying and waiting alike. */
  #changeOf(struct: Struct): Change | undefined {
    if (struct.type !== 'change') return undefined;
    if (this.#read.has(struct)) return this.#read.get(struct);
    const checked = checkChange(struct.value, this.document, 'copied');
    const change = checked.ok && checked.value.id === struct.key ? checked.value : undefined;
    this.#read.set(struct, change);
    return change;
  }

  /** The changes among these that have a digest; those of a newer app count too. */
  #provable(structs: readonly Struct[]): PositionedChange[] {
    return structs.flatMap((struct) => {
      const change = this.#changeOf(struct);
      const { client, clock } = struct;
      return change ? [{ client, clock, change }] : unreadIn(struct);
    });
  }

  #sort(structs: Struct[]): Arrived {
    const arrived: Arrived = { placed: [], holes: [], marks: [], receipts: [] };
    for (const struct of structs) {
      const { client, clock } = struct;
      const change = this.#changeOf(struct);
      if (change) arrived.placed.push({ client, clock, change });
      else arrived.holes.push({ document: this.document, client, clock, ...holeOf(struct) });
    }
    return arrived;
  }
}

/** A hole keeps the bytes of a struct that may be a change for a newer app. */
const holeOf = (struct: Struct): Pick<HoleRecord, 'length' | 'key' | 'body'> =>
  struct.type === 'change'
    ? { length: 1, key: struct.key, body: struct.body.slice() }
    : { length: struct.type === 'garbage' ? struct.length : 1 };

const placesOf = ({ client, clock, length }: HoleRecord): { client: number; clock: number }[] =>
  Array.from({ length }, (_, index) => ({ client, clock: clock + index }));
