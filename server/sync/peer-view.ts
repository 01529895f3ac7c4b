/**
 * The part of a document that the peer at a socket gets: nothing of a client that is not settled with it, and a bearer only the clients it
 * has shown.
 */
import { sameDigest, type Mark } from '#shared/proof/digest';
import type { StateVector } from '#shared/change/state-vector';
import type { CentralDatabase } from '../database/port/central-database';
import { digestAt } from './digest-at';
import type { Admitted } from './handshake';
import type { Room } from './room';
import { Spoilt } from './give-back/spoilt';

export class PeerView {
  /** the marks that the peer claims of clients where these differ from central's, or reach further */
  readonly #held = new Map<number, Mark>();
  /** the clients that a bearer has shown receipts for; undefined: the peer may know of all */
  readonly #shown: Set<number> | undefined;
  /** the clients of a peer that sends and receives nothing; undefined: it gets all */
  readonly #own: ReadonlySet<number> | undefined;
  readonly #deviceId: string;

  constructor(
    private readonly room: Room,
    private readonly comparison: Pick<Comparison, 'isSame'> & Partial<Pick<Comparison, 'spoilt'>>,
    { rights, peer }: Pick<Admitted, 'rights' | 'peer'>,
  ) {
    this.#deviceId = peer.deviceId;
    this.#shown = rights.giveBack ? new Set() : undefined;
    this.#own = rights.read || rights.giveBack ? undefined : new Set(peer.clientIds);
  }

  /** The end of the document on disk, as far as the peer may know. */
  get vector(): StateVector {
    return this.#shown ? this.#only((client) => this.#shown?.has(client) ?? false) : this.room.vector;
  }

  /** The message of that, without clients that are not settled, or of which the peer has nothing: it keeps no receipt that names more. */
  get stored(): Uint8Array {
    if (!this.#shown && !this.#own && this.#held.size === 0) return this.room.stored;
    const isNamed = (client: number): boolean => !this.#held.has(client) && (this.#own?.has(client) ?? true);
    return this.room.storedOf(new Map([...this.vector].filter(([client]) => isNamed(client))));
  }

  isHeld(client: number): boolean {
    return this.#held.has(client);
  }

  /** A bearer has shown a receipt that names these. False for a peer that knows of them anyway. */
  show(clients: Iterable<number>): boolean {
    for (const client of clients) this.#shown?.add(client);
    return this.#shown !== undefined;
  }

  /**
   * Clients that differ here and there are neither sent nor named until they are settled (rules P3, P6). Returns the clients of which
   * central has as much as the peer, but something else, or what a disk has spoilt here.
   */
  async compare(marks: readonly Mark[]): Promise<number[]> {
    if (!this.#shown) this.#held.clear();
    const other: number[] = [];
    for (const mark of marks) {
      if (await this.comparison.isSame(this.room, mark)) continue;
      this.#held.set(mark.client, mark);
      if (mark.clock <= (this.room.vector.get(mark.client) ?? 0)) other.push(mark.client);
    }
    return [
      ...new Set([
        ...other,
        ...(this.comparison.spoilt?.askOf(this.room.document, marks, this.#deviceId) ?? []),
      ]),
    ];
  }

  /** Settles the clients of which central now has as much as the peer, and the same. */
  async release(): Promise<void> {
    for (const [client, mark] of this.#held)
      if (await this.comparison.isSame(this.room, mark)) this.#held.delete(client);
  }

  /** Of clients that are held nothing is sent: as if the peer had all of them. */
  withHeld(vector: StateVector): StateVector {
    if (this.#held.size === 0) return vector;
    const known = new Map(vector);
    for (const client of this.#held.keys()) known.set(client, this.room.vector.get(client) ?? 0);
    return known;
  }

  #only(isTold: (client: number) => boolean): StateVector {
    return new Map([...this.room.vector].filter(([client]) => isTold(client)));
  }
}

/** Compares the changes of a client at a peer with those of central: by digest, at the clock that the peer names (rule P6). */
export class Comparison {
  constructor(
    private readonly database: Pick<CentralDatabase, 'changes' | 'proofs'>,
    readonly spoilt = new Spoilt(),
  ) {}

  /** Central's own digest of a client at a clock. */
  markAt(document: string, client: number, clock: number): Promise<Mark | undefined> {
    return digestAt(this.database, document, client, clock);
  }

  /** False also where the peer has more than central: its changes are compared once they were given back. */
  async isSame(room: Room, { client, clock, digest }: Mark): Promise<boolean> {
    if (clock === 0) return true;
    if (clock > (room.vector.get(client) ?? 0)) return false;
    const head = room.markOf(client);
    const own = head?.clock === clock ? head : await this.markAt(room.document, client, clock);
    // a digest that cannot be followed here is not proven different
    const isSame = own === undefined || sameDigest(own.digest, digest);
    if (!isSame) await this.database.proofs.prove?.(room.document, client);
    return isSame;
  }
}
