/**
 * The life of one connection to one document: open → exchange → both ways → ended. Nothing is put into the document before the
 * exchange is done and written down, so that a replica restored from an old copy learns first what it had used.
 */
import { storeOf, yearOf, parseDocument } from '#shared/change/documents';
import type { StateVector } from '#shared/change/state-vector';
import { closeReason } from '#shared/protocol/close-codes';
import type { Refusal } from '#shared/protocol/messages';
import { applyRemote, noteHoles } from '../replica/apply-remote';
import { contentOf } from '../replica/placing';
import type { Identity } from '../replica/records';
import { refuse } from '../replica/refuse';
import { storageIssue } from '../replica/storage-issue';
import type { Carrier } from './carrier';
import { Connection } from './connection';
import type { Ending } from './ending';
import { lacking, lost } from './exchange';
import { Inbox } from './inbox';
import { Uplink } from './uplink';
import type { World } from './world';

/** Counts for the person who looks at the progress. */
export interface LinkCounts {
  received(count: number): void;
  integrated(count: number): void;
  settled(count: number): void;
}

/** Longest wait before changes of others are given back to a central that lost them: their authors come first. */
const GIVE_BACK_WITHIN_MS = 20_000;

/** A socket that says nothing for this long after it was asked for is given up: some links swallow it without a word. */
const CONNECT_WITHIN_MS = 30_000;

export class DocumentLink {
  readonly ended: Promise<Ending>;
  /** resolves with true once the first exchange is done, with false when the connection ended before */
  readonly exchanged: Promise<boolean>;
  isReady = false;
  #resolveEnded: (ending: Ending) => void = () => undefined;
  #resolveExchanged: (done: boolean) => void = () => undefined;
  #ending: Ending | undefined;
  #central: StateVector | undefined;
  /** what the document held when the connection opened */
  readonly #before: StateVector;
  readonly #inbox: Inbox;
  readonly #uplink: Uplink;
  readonly #connection: Connection;
  #work: Promise<void> = Promise.resolve();
  #cancelGiveBack: () => void = () => undefined;
  #cancelPatience: () => void = () => undefined;

  constructor(
    private readonly world: World,
    private readonly identity: Identity,
    private readonly carrier: Carrier,
    private readonly counts: LinkCounts,
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
    this.#connection = new Connection(world, identity, carrier, this.#events());
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

  connect(): void {
    this.#cancelPatience = this.world.after(CONNECT_WITHIN_MS, () => this.close({ type: 'cut' }));
    this.#connection.connect();
  }

  /** Something waits in the outbox, perhaps for this document. */
  pump(): void {
    if (this.isReady) this.#then(() => this.#uplink.pump());
  }

  /** Resolves when nothing is left to send, or the connection ended. */
  async drained(): Promise<void> {
    const idle = this.#uplink.idle();
    this.pump();
    await Promise.race([idle, this.ended]);
  }

  get storeId(): string | undefined {
    return storeOf(this.carrier.document);
  }

  /** Ends the connection; `ended` resolves when everything that came is written. */
  close(ending: Ending = { type: 'left' }): void {
    this.#ending ??= ending;
    this.#connection.close();
  }

  /** True when the document can be used for the next connection as it is. */
  get isClean(): boolean {
    return (
      this.#inbox.isEmpty &&
      this.#uplink.isSettled &&
      this.carrier.isWhole &&
      this.#ending?.type !== 'refused' &&
      this.#ending?.type !== 'failed'
    );
  }

  #events(): ConstructorParameters<typeof Connection>[3] {
    return {
      offered: (vector) => {
        this.#cancelPatience();
        this.#central = vector;
        if (this.isReady) this.#then(() => this.#begin());
      },
      arrived: (update, origin) => this.#arrived(update, origin),
      complete: () => this.#then(() => this.#complete()),
      stored: (vector) => this.#then(() => this.#uplink.stored(vector)),
      refused: (refusal) => this.#then(() => this.#refused(refusal)),
      ended: (code) => this.#end(code),
    };
  }

  #arrived(update: Uint8Array, origin: unknown): void {
    const { placed, holes, code } = this.carrier.take(update, origin);
    this.counts.received(placed.length);
    this.#inbox.push(placed);
    if (code !== undefined) this.#then(() => noteHoles(this.world.db, holes, code, this.world.now()));
  }

  async #complete(): Promise<void> {
    await this.#inbox.flushed();
    if (!this.carrier.isWhole) return this.close({ type: 'cut' });
    await this.#begin();
    this.isReady = true;
    this.#resolveExchanged(true);
    await this.#uplink.pump();
  }

  /** Compares what central has with what is here, and opens the way up. */
  async #begin(): Promise<void> {
    const central = this.#central ?? new Map<number, number>();
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

  async #refused(refusal: Refusal): Promise<void> {
    this.#uplink.close();
    const { clientId, formerClientIds } = this.identity;
    const outcome = await refuse(
      this.world.db,
      this.carrier.document,
      refusal,
      [clientId, ...formerClientIds],
      this.world.now(),
    );
    this.#ending = { type: 'refused', outcome, code: refusal.code };
    this.#connection.close();
  }

  /** What is asked of the database goes one after the other; a fault ends this connection, never the engine. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.close({ type: 'failed', code: storageIssue(error)?.code ?? 'crashed' });
  }

  #end(code: number | undefined): void {
    this.#uplink.close();
    this.#cancelGiveBack();
    this.#cancelPatience();
    const settle = async (): Promise<void> => {
      await this.#work;
      await this.#inbox.flushed().catch(() => undefined);
      this.isReady = false;
      this.#ending ??= endingOf(code);
      this.#resolveExchanged(false);
      this.#resolveEnded(this.#ending);
    };
    void settle();
  }
}

function endingOf(code: number | undefined): Ending {
  const reason = code === undefined ? undefined : closeReason(code);
  if (reason === undefined) return { type: 'cut' };
  // refused without a word of what: held, so that it does not loop
  return reason === 'refused'
    ? { type: 'refused', outcome: 'not-ours', code: reason }
    : { type: 'closed', reason };
}

/** Central data is written by staff, a store's by the devices of its site. */
export const mayWrite = (document: string, identity: Identity): boolean =>
  (storeOf(document) === undefined) === (identity.kind === 'staff');

function takesNew(document: string, identity: Identity, centralYear: number): boolean {
  const ref = parseDocument(document);
  return mayWrite(document, identity) && (ref?.kind !== 'store' || ref.year === centralYear);
}

export const centralYearOf = (now: number, offsetMs: number): number => yearOf(now + offsetMs);
