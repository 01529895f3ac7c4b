/**
 * One connection to one document, from its socket to its end: `document-state.ts` says what follows on what, this does it. Nothing
 * is put into the document before the exchange is done and written down, so that a replica restored from an old copy learns first
 * what it had used (rule K4).
 */
import { storeOf } from '#shared/change/documents';
import type { StateVector } from '#shared/change/state-vector';
import type { Refusal } from '#shared/protocol/messages';
import { applyRemote } from '../replica/changes/apply-remote';
import { noteHoles } from '../replica/changes/holes';
import { contentOf } from '../replica/changes/outbox';
import type { Identity } from '../replica/records';
import { refuse } from '../replica/changes/refuse';
import { storageIssue } from '../replica/storage-issue';
import type { CarriedDocument } from './carried-document';
import { ProviderAdapter } from './provider-adapter';
import { advance, type DocumentState, type Effect, type Happening } from './document-state';
import { mayWrite, takesNew } from './document-rights';
import { endingOf, graverRefusal, type Ending } from './ending';
import { lacking, lost } from './exchange';
import { Inbox } from './inbox';
import { Uplink } from './uplink';
import type { World } from './world';

/** Counts for the person who looks at the progress. */
export interface SessionCounts {
  received(count: number): void;
  integrated(count: number): void;
  settled(count: number): void;
}

/** Longest wait before changes of others are given back to a central that lost them: their authors come first. */
const GIVE_BACK_WITHIN_MS = 20_000;

/** Central closes after it has named all that it refused; a link that swallows the close is closed from here. */
const CLOSED_WITHIN_MS = 5_000;

/** A socket that says nothing for this long after it was asked for is given up: some links swallow it without a word. */
const CONNECT_WITHIN_MS = 30_000;

export class DocumentSession {
  readonly ended: Promise<Ending>;
  /** resolves with true once the first exchange is done, with false when the connection ended before */
  readonly exchanged: Promise<boolean>;
  #resolveEnded: (ending: Ending) => void = () => undefined;
  #resolveExchanged: (done: boolean) => void = () => undefined;
  #state: DocumentState = { at: 'opening' };
  /** what the document held when the connection opened */
  readonly #before: StateVector;
  readonly #inbox: Inbox;
  readonly #uplink: Uplink;
  readonly #connection: ProviderAdapter;
  #work: Promise<void> = Promise.resolve();
  #cancelGiveBack: () => void = () => undefined;
  #cancelPatience: () => void = () => undefined;
  /** what was refused, and what that came to */
  #refusal: Extract<Ending, { type: 'refused' }> | undefined;

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
    this.#before = carrier.vector();
    this.#inbox = new Inbox(
      (batch) => applyRemote(world.db, document, batch, world.now()),
      (count) => counts.integrated(count),
      (error) => this.#fail(error),
    );
    this.#connection = new ProviderAdapter(world, identity, carrier, this.#events());
    this.#uplink = new Uplink({
      db: world.db,
      carrier,
      storeId: storeOf(document),
      takesNew: takesNew(document, identity, centralYear),
      sendUpdate: (update) => this.#connection.sendUpdate(update),
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
    const isDoubtful = this.#refusal !== undefined || ending?.type === 'failed';
    return this.#inbox.isEmpty && this.#uplink.isSettled && this.carrier.isWhole && !isDoubtful;
  }

  connect(): void {
    this.#cancelPatience = this.world.after(CONNECT_WITHIN_MS, () => this.close({ type: 'cut' }));
    this.#connection.connect();
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
      offered: (vector) => this.#happen({ type: 'offered', vector }),
      arrived: (update, origin) => this.#arrived(update, origin),
      complete: () => this.#happen({ type: 'complete' }),
      stored: (vector) => this.#happen({ type: 'stored', vector }),
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
        return this.#then(() => this.#uplink.stored(effect.vector));
      case 'refuse':
        return this.#then(() => this.#refuse(effect.refusal));
      case 'disconnect':
        return this.#connection.close();
      case 'finish':
        return void this.#finish();
    }
  }

  /** What comes is taken in any state. */
  #arrived(update: Uint8Array, origin: unknown): void {
    const { placed, holes } = this.carrier.take(update, origin);
    this.counts.received(placed.length);
    this.#inbox.push(placed);
    if (holes.length > 0) this.#then(() => noteHoles(this.world.db, holes, this.world.now()));
  }

  async #write(): Promise<void> {
    await this.#inbox.flushed();
    this.#happen({ type: 'written', isWhole: this.carrier.isWhole });
  }

  async #begin(central: StateVector): Promise<void> {
    const { clientId, formerClientIds } = this.identity;
    const own = new Set([clientId, ...formerClientIds]);
    const here = [...this.#before, ...[...this.carrier.vector()].filter(([client]) => own.has(client))];
    const isBehind = here.some(([client, clock]) => (central.get(client) ?? 0) < clock);
    const placed = isBehind ? (await contentOf(this.world.db, this.carrier.document)).placed : [];
    this.#uplink.open(lacking(placed, central, own));
    this.#giveBackLater(lost(placed, central, this.#before, own));
    this.#connection.endAnswer();
    await this.#uplink.pump();
  }

  #giveBackLater(changes: ReturnType<typeof lost>): void {
    this.#cancelGiveBack();
    if (changes.length === 0 || !mayWrite(this.carrier.document, this.identity)) return;
    this.#cancelGiveBack = this.world.after(this.world.random() * GIVE_BACK_WITHIN_MS, () => {
      this.#then(async () => {
        const { placed } = await contentOf(this.world.db, this.carrier.document);
        // what came back meanwhile stands in a place that it did not have before
        const back = new Set(
          placed
            .filter(({ client, clock }) => clock >= (this.#before.get(client) ?? 0))
            .map(({ change }) => change.id),
        );
        this.#uplink.giveBack(changes.filter((change) => !back.has(change.id)));
        await this.#uplink.pump();
      });
    });
  }

  async #refuse(refusal: Refusal): Promise<void> {
    this.#uplink.close();
    const { clientId, formerClientIds } = this.identity;
    const outcome = await refuse(
      this.world.db,
      this.carrier.document,
      refusal,
      [clientId, ...formerClientIds],
      this.world.now(),
    );
    if (!this.#refusal) this.#cancelPatience = this.world.after(CLOSED_WITHIN_MS, () => this.close());
    this.#refusal = {
      type: 'refused',
      outcome: graverRefusal(this.#refusal?.outcome, outcome),
      code: refusal.code,
    };
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
    this.#cancelGiveBack();
    this.#cancelPatience();
    await this.#work;
    await this.#inbox.flushed().catch(() => undefined);
    this.#resolveExchanged(false);
    this.#cancelPatience();
    this.#resolveEnded(
      this.#refusal ?? ((this.#state.at === 'ending' && this.#state.ending) || { type: 'cut' }),
    );
  }
}
