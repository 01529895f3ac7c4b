/**
 * One connection to one document, from its socket to its end: `document-state.ts` decides each step, and this carries it out. Nothing is
 * put into it before the exchange is written down: a replica restored from an old copy first learns the clocks that it had used (rule K4).
 */
import { storeOf } from '#shared/change/documents';
import type { ReadPiece } from '#shared/change/piece/piece';
import type { Receipt } from '#shared/proof/receipt';
import type { Refusal, Stored } from '#shared/protocol/messages';
import { applyRemote } from '../replica/changes/apply-remote';
import { noteHoles } from '../replica/changes/holes';
import type { Identity } from '../replica/records';
import { swapBranch } from '../replica/changes/swap-branch';
import { storageIssue } from '../replica/storage-issue';
import type { Arrived, CarriedDocument } from './carried-document';
import { ProviderAdapter, type ConnectionEvents } from './provider-adapter';
import { advance, type DocumentState, type Effect, type Happening, type Shown } from './document-state';
import { takesNew } from './document-rights';
import { CLOSED_WITHIN_MS, CONNECT_WITHIN_MS } from './backoff';
import { endingOf, type Ending } from './ending';
import { Inbox } from './inbox';
import { Offering } from './offering';
import { Refusals } from './refusals';
import { Uplink, type UplinkOptions } from './uplink';
import type { SessionCounts, SessionMode } from './session-counts';
import type { World } from './world';

/** The number of times that a connection asks again for content that differs from its receipt. */
const MOST_ASKED_AGAIN = 6;

export class DocumentSession {
  readonly ended: Promise<Ending>;
  /** resolves with true once the first exchange is done, with false when the connection ended before */
  readonly exchanged: Promise<boolean>;
  #resolveEnded: (ending: Ending) => void = () => undefined;
  #resolveExchanged: (done: boolean) => void = () => undefined;
  #state: DocumentState = { at: 'opening' };
  readonly #inbox: Inbox;
  readonly #uplink: Uplink;
  readonly #offering: Offering;
  readonly #connection: ProviderAdapter;
  #work: Promise<void> = Promise.resolve();
  #askedAgain = 0;
  #cancelPatience: () => void = () => undefined;
  readonly #refusals: Refusals;

  constructor(
    private readonly world: World,
    private readonly identity: Identity,
    private readonly carrier: CarriedDocument,
    private readonly counts: SessionCounts,
    private readonly mode: SessionMode,
  ) {
    const { isBearer, centralYear } = mode;
    // a site reads central data, and staff edit it one by one
    const inBundles = identity.kind === 'site';
    const { document } = carrier;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.exchanged = new Promise((resolve) => (this.#resolveExchanged = resolve));
    this.#inbox = new Inbox(
      (batch, beside) => applyRemote(world.db, document, batch, world.now(), { ...beside, inBundles }),
      (count) => counts.integrated(count),
      (error) => this.#fail(error),
    );
    this.#refusals = new Refusals(world, identity, document);
    this.#connection = new ProviderAdapter(world, identity, carrier, isBearer, this.#events());
    const sendGiveBack: UplinkOptions['sendGiveBack'] = (given) => this.#connection.sendGiveBack(given);
    this.#uplink = new Uplink({
      ...{ db: world.db, carrier, storeId: this.storeId, now: () => world.now(), sendGiveBack },
      takesNew: !isBearer && takesNew(document, identity, centralYear),
      sendUpdate: (update) => this.#connection.sendUpdate(update),
      settled: (count) => counts.settled(count),
    });
    const uplink = this.#uplink;
    this.#offering = new Offering({ db: world.db, identity, carrier, uplink, isBearer, sendGiveBack });
  }

  /** True while it goes both ways. */
  get isOpen(): boolean {
    return this.#state.at === 'open';
  }

  get storeId(): string | undefined {
    return storeOf(this.carrier.document);
  }

  /** True when the document can be used for the next connection as it is. */
  get isClean(): boolean {
    const ending = this.#state.at === 'ending' ? this.#state.ending : undefined;
    const isDoubtful = this.#refusals.ending ?? (ending?.type === 'failed' || ending?.type === 'swapped');
    return this.#inbox.isEmpty && this.#uplink.isSettled && this.carrier.isWhole && !isDoubtful;
  }

  connect(): void {
    if (this.#state.at !== 'opening') return;
    this.#cancelPatience = this.world.after(CONNECT_WITHIN_MS, () => this.close({ type: 'cut' }));
    this.#connection.connect();
  }

  /** Takes changes that come before the socket opens; resolves with whether they were written. Undefined where they differ from their receipt. */
  takePiece(piece: ReadPiece, receipt: Receipt | undefined): Promise<boolean> | undefined {
    const isOpening = this.#state.at === 'opening';
    if (!isOpening || !this.#take(this.carrier.takeRead(piece, 'piece', receipt))) return undefined;
    return this.#inbox.soFar();
  }

  /** Something waits in the outbox, perhaps for this document. */
  pump(): void {
    this.#happen({ type: 'waiting' });
  }

  /** Resolves when nothing is left to send, or the connection ended. */
  async drained(): Promise<void> {
    const idle = this.#uplink.idle();
    this.pump();
    await Promise.race([idle, this.ended]);
  }

  /** Ends the connection; `ended` resolves when everything that came is written. */
  close(ending: Ending = { type: 'left' }): void {
    this.#happen({ type: 'close', ending });
  }

  #events(): ConnectionEvents {
    return {
      offered: (vector, { takesProofs, start }) => {
        if (start !== undefined) this.#then(() => this.#offering.showOlder(start));
        this.#happen({ type: 'offered', central: { vector, takesProofs } });
      },
      arrived: (update, origin, receipt) => void this.#take(this.carrier.take(update, origin, receipt)),
      complete: () => this.#happen({ type: 'complete' }),
      stored: (stored) => this.#happen({ type: 'stored', stored }),
      unproven: (client) => this.#happen({ type: 'unproven', client }),
      branch: (client) => this.#happen({ type: 'branch', client }),
      forked: (client, from) => this.#happen({ type: 'forked', client, from }),
      refused: (refusal) => this.#happen({ type: 'refused', refusal }),
      ended: (code, text) => this.#happen({ type: 'ended', ending: endingOf(code, text) }),
    };
  }

  #happen(happening: Happening): void {
    const { state, effects } = advance(this.#state, happening);
    this.#state = state;
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: Effect): void {
    if ('client' in effect) return this.#then(() => this.#prove(effect));
    switch (effect.type) {
      case 'stop-patience':
        return this.#cancelPatience();
      case 'write':
        return this.#then(() => this.#write());
      case 'begin':
        return this.#then(() => this.#begin(effect.central));
      case 'exchanged':
        return this.#then(async () => this.#resolveExchanged(true));
      case 'pump':
        return this.#then(() => this.#uplink.pump());
      case 'settle':
        return this.#then(() => this.#settle(effect.stored));
      case 'ask-again':
        return this.#askAgain();
      case 'refuse':
        return this.#then(() => this.#refuse(effect.refusal));
      case 'disconnect':
        return this.#connection.close();
      case 'finish':
        return void this.#finish();
    }
  }

  /** Takes what arrived in any state; returns false where it differs from the content that its receipt proves. */
  #take(arrived: Arrived): boolean {
    const { placed, holes, differs } = arrived;
    if (differs) this.#happen({ type: 'differs' });
    if (differs) return false;
    this.counts.received(placed.length);
    this.#inbox.push(arrived);
    if (holes.length > 0) this.#then(() => noteHoles(this.world.db, holes, this.world.now()));
    return true;
  }

  async #write(): Promise<void> {
    await this.#inbox.flushed();
    this.#happen({ type: 'written', isWhole: this.carrier.isWhole });
  }

  async #begin(shown: Shown): Promise<void> {
    await this.#offering.begin(shown);
    this.#connection.endAnswer();
    await this.#uplink.pump();
  }

  #prove(effect: Extract<Effect, { client: unknown }>): Promise<void> {
    return effect.type === 'swap' ? this.#swap(effect.client, effect.from) : this.#offering.about(effect);
  }

  /** All of our branch stands at central: central's branch is taken in its place, once nothing is lost by that (rule G8). */
  async #swap(client: number, from: number): Promise<void> {
    await this.#inbox.flushed();
    const branch = { document: this.carrier.document, client, from, at: this.world.now() };
    if (!this.mode.isBearer && (await swapBranch(this.world.db, branch)))
      return this.close({ type: 'swapped', isOwn: client === this.identity.clientId });
    await this.#offering.done(client);
  }

  /** A receipt is adopted only when all of it is here and equal; a content that differs is compared with central again. */
  async #settle({ vector, receipt }: Stored): Promise<void> {
    await this.#inbox.flushed();
    const { book } = this.carrier;
    const compared = receipt && book.compare(receipt);
    if (compared?.is === 'different') return this.#happen({ type: 'differs' });
    const receipts = receipt && compared?.is === 'same' ? [receipt] : [];
    await this.#uplink.stored(vector, { marks: book.confirm(vector), receipts });
  }

  /** Not for ever: two that cannot agree need a person, not another question. */
  #askAgain(): void {
    this.#askedAgain += 1;
    if (this.#askedAgain <= MOST_ASKED_AGAIN) this.#connection.askAgain(this.carrier.vector());
  }

  async #refuse(refusal: Refusal): Promise<void> {
    this.#uplink.close();
    const isFirst = this.#refusals.ending === undefined;
    await this.#refusals.add(refusal);
    if (isFirst) this.#cancelPatience = this.world.after(CLOSED_WITHIN_MS, () => this.close());
  }

  /** Database work runs one after the other. A fault ends this connection, never the engine. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.close({ type: 'failed', code: storageIssue(error)?.code ?? 'crashed' });
  }

  async #finish(): Promise<void> {
    this.#uplink.close();
    this.#cancelPatience();
    await this.#work;
    await this.#inbox.flushed().catch(() => undefined);
    this.#resolveExchanged(false);
    this.#cancelPatience();
    this.#resolveEnded(
      this.#refusals.ending ?? ((this.#state.at === 'ending' && this.#state.ending) || { type: 'cut' }),
    );
  }
}
