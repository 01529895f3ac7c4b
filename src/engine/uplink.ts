/**
 * The sending side of one connection to one document: first the changes that central lost and this device can prove, then those
 * of ours that central lacks, then the outbox. One piece at a time: the next is sent when central says that the last is on its
 * disk.
 */
import { covers, type StateVector } from '#shared/change/state-vector';
import type { Change } from '#shared/change/change';
import { encodeBody, type PositionedChange } from '#shared/change/codec/struct';
import { encodeUpdate, toBytes } from '#shared/change/codec/write';
import { limits } from '#shared/protocol/limits';
import type { GiveBack } from '#shared/protocol/messages';
import type { Proof } from '../replica/proofs/receipts';
import type { ReplicaDatabase } from '../replica/database';
import { assignPositions, settle, waitingFor } from '../replica/changes/outbox';
import type { CarriedDocument } from './carried-document';
import type { ProvenChain } from './give-back';
import { firstPiece } from '#shared/change/runs';

export interface UplinkOptions {
  db: ReplicaDatabase;
  carrier: CarriedDocument;
  /** the store of the document; undefined for central data */
  storeId: string | undefined;
  /** false for a document that is this device's to read only, or of a year gone by */
  takesNew: boolean;
  sendUpdate: (update: Uint8Array) => void;
  sendGiveBack: (given: GiveBack) => void;
  now: () => number;
  settled: (count: number) => void;
}

export class Uplink {
  #answers: PositionedChange[] = [];
  #proven: ProvenChain[] = [];
  /** the client whose chain is on its way */
  #giving: number | undefined;
  #awaited: { client: number; clock: number } | undefined;
  #pumping = false;
  #again = false;
  #isOpen = false;
  #waiters: (() => void)[] = [];

  constructor(private readonly options: UplinkOptions) {}

  /** The exchange is done: sending may begin. `own` are structs of ours that central lacks. */
  open(own: PositionedChange[], proven: ProvenChain[]): void {
    this.#answers = own;
    this.#proven = proven;
    this.#awaited = this.#giving = undefined;
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  /** True if a client's chain is on its way and central has not taken it. */
  isGiving(client: number): boolean {
    return this.#giving === client;
  }

  /** Puts these in the place of the chain on its way, which central does not take as it is; the rest goes on. */
  instead(chains: ProvenChain[], own: PositionedChange[] = []): Promise<void> {
    if (this.#giving !== undefined) this.#awaited = this.#giving = undefined;
    this.#proven.unshift(...chains);
    this.#answers.push(...own);
    return this.pump();
  }

  /** These go as well, before the new changes. */
  also(chains: ProvenChain[]): Promise<void> {
    this.#proven.push(...chains);
    return this.pump();
  }

  /** True when nothing is on its way unconfirmed. */
  get isSettled(): boolean {
    return this.#awaited === undefined;
  }

  /** Resolves when there is nothing left to send and nothing on its way. */
  idle(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Central has everything up to `vector` on its disk. */
  async stored(vector: StateVector, proof: Proof): Promise<void> {
    const count = await settle(this.options.db, this.options.carrier.document, vector, proof);
    if (count > 0) this.options.settled(count);
    if (this.#awaited && covers(vector, this.#awaited.client, this.#awaited.clock))
      this.#awaited = this.#giving = undefined;
    await this.pump();
  }

  /** Sends the next piece, if none is on its way. */
  async pump(): Promise<void> {
    this.#again = true;
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#again && this.#isOpen && !this.#awaited) {
        this.#again = false;
        if (await this.#sendNext()) this.#again = true;
      }
    } finally {
      this.#pumping = false;
    }
    if (!this.#awaited && !this.#again) for (const resolve of this.#waiters.splice(0)) resolve();
  }

  async #sendNext(): Promise<boolean> {
    const chain = this.#proven.shift();
    if (chain) return this.#giveBack(chain);
    if (this.#answers.length > 0) return this.#answer();
    if (!this.options.carrier.isWhole) return false;
    if (!this.options.takesNew) return false;
    const waiting = await waitingFor(this.options.db, this.options.storeId, limits.changesPerPiece);
    return waiting.length > 0 && this.#put(firstPieceOf(waiting));
  }

  /** The pieces of a chain go together: central can only tell at its end that it is proven. */
  #giveBack({ client, clock, pieces }: ProvenChain): boolean {
    for (const piece of pieces) this.options.sendGiveBack(piece);
    this.#awaited = { client, clock };
    this.#giving = client;
    return true;
  }

  /** Sends structs that stand in the document already. */
  #answer(): boolean {
    const [first] = this.#answers;
    const run = this.#answers.filter((entry) => entry.client === first?.client);
    const piece = firstPiece(run.map(toBytes), (entry) => entry.body.length);
    this.#answers = this.#answers.filter(
      (entry) => !piece.some((sent) => sent.client === entry.client && sent.clock === entry.clock),
    );
    this.options.sendUpdate(encodeUpdate(piece));
    this.#awaited = piece.at(-1);
    return true;
  }

  /** Gives changes their places, writes those down, and only then puts them into the document and sends them. */
  async #put(changes: Change[]): Promise<boolean> {
    const { db, carrier, now } = this.options;
    const { document, clientId: client } = carrier;
    const clock = carrier.stateOf(client);
    const positioned = await assignPositions(db, { document, client, clock }, changes, {
      owedOnly: true,
      at: now(),
    });
    if (positioned.length === 0 || !this.#isOpen) return false;
    // another device with our client id was quicker: the places are taken back when the document is opened again
    if (carrier.stateOf(client) !== clock) throw new Error('the clock of this device moved without it');
    this.#awaited = positioned.at(-1);
    this.options.sendUpdate(carrier.put(positioned));
    return true;
  }
}

const firstPieceOf = (changes: readonly Change[]): Change[] =>
  firstPiece(changes, (change) => encodeBody(change).length);
