/** The connections that are open, each with its document; a document that ended cleanly is used again. */
import { CONFIG } from '#shared/change/documents';
import type { CentralDocument } from '#shared/api/documents';
import type { StateVector } from '#shared/change/state-vector';
import { noteExchange, type Listed } from '../replica/changes/documents';
import { contentOf, unassignUnconfirmed } from '../replica/changes/outbox';
import { chainsOf, keepChains } from '../replica/proofs/receipts';
import type { Identity } from '../replica/records';
import type { CarriedDocument } from './carried-document';
import type { DocumentSession } from './document-session';
import type { Ending } from './ending';
import { loadCarrying, type Carrying } from './load-carrying';
import type { SessionCounts, SessionMode } from './session-counts';
import type { World } from './world';

const countIn = (vector: StateVector): number => [...vector.values()].reduce((sum, clock) => sum + clock, 0);

export class OpenDocuments {
  readonly #open = new Map<string, DocumentSession>();
  readonly #carriers = new Map<string, CarriedDocument>();

  /**
   * Documents that were exchanged since this app was opened, each with the start of central and the states of both sides from which that
   * began. An app that is opened again exchanges each of them once more.
   */
  readonly #settled = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly counts: SessionCounts,
    private readonly ended: (document: string, ending: Ending) => void,
  ) {}

  has(document: string): boolean {
    return this.#open.has(document);
  }

  /** The start of central that runs now, as the connection to central data heard it. */
  get centralStart(): number | undefined {
    return this.#carriers.get(CONFIG)?.centralStart;
  }

  /** An exchange that began from these roots came to its end: it would bring nothing again. */
  settle(document: string, central: string | undefined, here: string | undefined): void {
    if (central !== undefined) this.#settled.set(document, this.#stateOf(central, here));
  }

  isSettled(document: string, central: string | undefined, here: string | undefined): boolean {
    return central !== undefined && this.#settled.get(document) === this.#stateOf(central, here);
  }

  #stateOf(central: string, here: string | undefined): string {
    return [this.centralStart, central, here].join(' ');
  }

  /** The number of changes of an open document that are here. */
  sizeOf(document: string): number {
    const carrier = this.has(document) ? this.#carriers.get(document) : undefined;
    return carrier ? countIn(carrier.vector()) : 0;
  }

  get names(): string[] {
    return [...this.#open.keys()];
  }

  /** True when a connection is open by which changes of the store, or of central data, go up. */
  takes(storeId: string | undefined): boolean {
    return [...this.#open.values()].some((link) => link.isOpen && link.storeId === storeId);
  }

  /** The link is gone: no need to wait until each socket finds out. */
  cut(): void {
    for (const link of this.#open.values()) link.close({ type: 'cut' });
  }

  /** Resolves when nothing is left to send in a document, or its connection ended. */
  async drain(document: string): Promise<void> {
    await this.#open.get(document)?.drained();
  }

  /** Closes a document once nothing is left to send in it. Returns how that ended: `left` when all was sent. */
  async leave(document: string): Promise<Ending> {
    const link = this.#open.get(document);
    await link?.drained();
    link?.close();
    return (await link?.ended) ?? { type: 'cut' };
  }

  /** Something waits in the outbox. */
  pump(): void {
    for (const link of this.#open.values()) link.pump();
  }

  /** Loads the code that carries documents; undefined when the link broke while it was fetched. */
  async load(): Promise<Carrying | undefined> {
    return loadCarrying();
  }

  /** Opens a document and exchanges it; returns whether the exchange was done. `listed`: as central listed it before. */
  async exchange(
    document: string,
    identity: Identity,
    centralYear: number,
    listed: (Listed & Pick<CentralDocument, 'changes'>) | undefined,
  ): Promise<boolean> {
    const changes = listed?.changes ?? 0;
    const link = await this.#connect(document, identity, { centralYear, isBearer: false }, changes);
    const done = link !== undefined && (await link.exchanged);
    if (done) await noteExchange(this.world.db, document, listed ?? { seq: 0 }, this.world.now());
    return done;
  }

  /**
   * Gives back the proven changes of a document that this device may not exchange: central does not know it, or has the store at another
   * site (rules G6, G9). Returns how that ended: `left` when all is given.
   */
  async giveBack(document: string, identity: Identity): Promise<Ending> {
    const link = await this.#connect(document, identity, { centralYear: 0, isBearer: true }, 0);
    if (await link?.exchanged) await link?.drained();
    link?.close();
    return (await link?.ended) ?? { type: 'cut' };
  }

  /** `changes`: how many central has of it. */
  async #connect(
    document: string,
    identity: Identity,
    mode: SessionMode,
    changes: number,
  ): Promise<DocumentSession | undefined> {
    const carrying = await this.load();
    if (!carrying) return undefined;
    const carrier = await this.#fill(document, identity, carrying);
    const { world, counts } = this;
    const link = new carrying.DocumentSession(world, identity, carrier, counts, mode);
    this.#open.set(document, link);
    void link.ended.then((ending) => {
      this.#forget(document, link, carrier, ending);
      // an older server takes nothing back of another site's store: the device waits for the store
      const isInVain = mode.isBearer && ending.type === 'closed' && ending.reason === 'not-allowed';
      if (!isInVain) this.ended(document, ending);
    });
    const lacking = changes - countIn(carrier.vector());
    const take = link.takePiece.bind(link);
    if (lacking > carrying.WORTH_PIECES)
      await carrying.takePieces({ world, identity, carrier, take }, link.ended);
    link.connect();
    return link;
  }

  async close(document: string): Promise<void> {
    const link = this.#open.get(document);
    link?.close();
    await link?.ended;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.names.map((document) => this.close(document)));
  }

  /** Closes everything and forgets the documents: they are filled again from the replica. */
  async reset(): Promise<void> {
    await this.closeAll();
    for (const document of [...this.#carriers.keys()]) this.#drop(document);
  }

  async #fill(document: string, identity: Identity, carrying: Carrying): Promise<CarriedDocument> {
    const takenBack = await unassignUnconfirmed(this.world.db, document);
    const kept = this.#carriers.get(document);
    if (kept && kept.clientId === identity.clientId && takenBack === 0) return kept;
    this.#drop(document);
    const carrier = new carrying.CarriedDocument(document, identity.clientId);
    const { placed, holes, isDoubled } = await contentOf(this.world.db, document);
    // a device that is full has to send its data first: it is mended the next time
    if (isDoubled) await carrying.mendDoubled(this.world.db, document).catch(() => undefined);
    const followed = carrier.fill(placed, holes, await chainsOf(this.world.db, document));
    await keepChains(this.world.db, document, followed);
    this.#carriers.set(document, carrier);
    return carrier;
  }

  #forget(document: string, link: DocumentSession, carrier: CarriedDocument, ending: Ending): void {
    if (this.#open.get(document) === link) this.#open.delete(document);
    // a document that was only visited costs memory for nothing
    if ((!link.isClean || ending.type === 'left') && this.#carriers.get(document) === carrier)
      this.#drop(document);
  }

  #drop(document: string): void {
    this.#carriers.get(document)?.destroy();
    this.#carriers.delete(document);
  }
}
