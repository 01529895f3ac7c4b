/**
 * One connection to one document, from its socket to its end: `document-state.ts` says what follows on what, this does it. Nothing
 * is put into the document before the exchange is done and written down, so that a replica restored from an old copy learns first
 * what it had used (rule K4).
 */
import { storeOf } from '#shared/change/documents';
import { joinVectors } from '#shared/change/state-vector';
import type { Receipt } from '#shared/proof/receipt';
import type { Refusal, Stored } from '#shared/protocol/messages';
import { applyRemote } from '../replica/changes/apply-remote';
import { noteHoles } from '../replica/changes/holes';
import type { Identity } from '../replica/records';
import { storageIssue } from '../replica/storage-issue';
import type { CarriedDocument } from './carried-document';
import { ProviderAdapter } from './provider-adapter';
import { advance, type DocumentState, type Effect, type Happening, type Shown } from './document-state';
import { takesNew } from './document-rights';
import { CLOSED_WITHIN_MS, CONNECT_WITHIN_MS } from './backoff';
import { endingOf, type Ending } from './ending';
import { ownLacking } from './exchange';
import { provenChains } from './give-back';
import { Inbox } from './inbox';
import { Refusals } from './refusals';
import { Uplink } from './uplink';
import type { SessionCounts } from './session-counts';
import type { World } from './world';

/** How often a connection asks again for what was not what its receipt proves. */
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
    centralYear: number,
  ) {
    const { document } = carrier;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.exchanged = new Promise((resolve) => (this.#resolveExchanged = resolve));
    this.#inbox = new Inbox(
      (batch, proof) => applyRemote(world.db, document, batch, world.now(), proof),
      (count) => counts.integrated(count),
      (error) => this.#fail(error),
    );
    this.#refusals = new Refusals(world, identity, document);
    this.#connection = new ProviderAdapter(world, identity, carrier, this.#events());
    this.#uplink = new Uplink({
      db: world.db,
      carrier,
      storeId: storeOf(document),
      takesNew: takesNew(document, identity, centralYear),
      sendUpdate: (update) => this.#connection.sendUpdate(update),
      sendGiveBack: (given) => this.#connection.sendGiveBack(given),
      now: () => world.now(),
      settled: (count) => counts.settled(count),
    });
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
    const isDoubtful = this.#refusals.ending !== undefined || ending?.type === 'failed';
    return this.#inbox.isEmpty && this.#uplink.isSettled && this.carrier.isWhole && !isDoubtful;
  }

  connect(): void {
    if (this.#state.at !== 'opening') return;
    this.#cancelPatience = this.world.after(CONNECT_WITHIN_MS, () => this.close({ type: 'cut' }));
    this.#connection.connect();
  }

  /** Takes what came before the socket opens, and resolves when it is written; false where it is not what its receipt proves. */
  async takePiece(update: Uint8Array, receipt: Receipt | undefined): Promise<boolean> {
    const isTaken = this.#state.at === 'opening' && this.#arrived(update, 'piece', receipt);
    return this.#inbox.flushed().then(
      () => isTaken,
      () => false,
    );
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

  #events(): ConstructorParameters<typeof ProviderAdapter>[3] {
    return {
      offered: (vector, takesProofs) => this.#happen({ type: 'offered', central: { vector, takesProofs } }),
      arrived: (update, origin, receipt) => void this.#arrived(update, origin, receipt),
      complete: () => this.#happen({ type: 'complete' }),
      stored: (stored) => this.#happen({ type: 'stored', stored }),
      unproven: () => this.#happen({ type: 'unproven' }),
      refused: (refusal) => this.#happen({ type: 'refused', refusal }),
      ended: (code) => this.#happen({ type: 'ended', ending: endingOf(code) }),
    };
  }

  #happen(happening: Happening): void {
    const { state, effects } = advance(this.#state, happening);
    this.#state = state;
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: Effect): void {
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
      case 'offer-own':
        return this.#then(() => this.#offerOwn());
      case 'refuse':
        return this.#then(() => this.#refuse(effect.refusal));
      case 'disconnect':
        return this.#connection.close();
      case 'finish':
        return void this.#finish();
    }
  }

  /** What comes is taken in any state; false where it is not what its receipt proves. */
  #arrived(update: Uint8Array, origin: unknown, receipt: Receipt | undefined): boolean {
    const arrived = this.carrier.take(update, origin, receipt);
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

  /** First what central has lost and this device can prove, then its own that is not proven, then what is new (rule G3). */
  async #begin({ vector, takesProofs }: Shown): Promise<void> {
    const { db } = this.world;
    const { document } = this.carrier;
    const chains = takesProofs ? await provenChains(db, document, vector) : [];
    const proven = new Map(chains.map(({ client, clock }) => [client, clock + 1]));
    this.#uplink.open(
      await ownLacking(this.world.db, this.carrier, this.identity, joinVectors(vector, proven)),
      chains,
    );
    this.#connection.endAnswer();
    await this.#uplink.pump();
  }

  /** Central has not the key of our receipts: what is ours is offered as new, and nothing is dropped (rule G4). */
  async #offerOwn(): Promise<void> {
    const central = this.#state.at === 'open' ? this.#state.central.vector : new Map<number, number>();
    this.#uplink.open(await ownLacking(this.world.db, this.carrier, this.identity, central), []);
    await this.#uplink.pump();
  }

  /** A receipt is adopted only when all of it is here and equal; what differs is compared with central again. */
  async #settle({ vector, receipt }: Stored): Promise<void> {
    await this.#inbox.flushed();
    const { book } = this.carrier;
    const compared = receipt && book.compare(receipt);
    if (compared?.is === 'different') return this.#happen({ type: 'differs' });
    const receipts = receipt && compared?.is === 'same' ? [receipt] : [];
    await this.#uplink.stored(vector, { marks: book.confirm(vector), receipts });
  }

  /** Not for ever: two that cannot agree are told apart by whoever looks after them, not by asking. */
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

  /** What is asked of the database goes one after the other; a fault ends this connection, never the engine. */
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
