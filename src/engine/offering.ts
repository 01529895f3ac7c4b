/**
 * The offers of one connection once the exchange is done. The order (rule G3): first the changes that central has lost and this
 * device can prove, then its own that are not proven, then the new ones. A device that central does not know offers only the
 * first (rule G6).
 */
import { joinVectors, type StateVector } from '#shared/change/state-vector';
import { emptyUpdate, type GiveBack } from '#shared/protocol/messages';
import type { ReplicaDatabase } from '../replica/database';
import { receiptsOf } from '../replica/proofs/receipts';
import type { Identity, ReceiptRecord } from '../replica/records';
import type { CarriedDocument } from './carried-document';
import type { AboutClient, Shown } from './document-state';
import { ownLacking } from './exchange';
import { provenChains, shownReceipts } from './give-back';
import type { Uplink } from './uplink';

interface OfferingParts {
  db: ReplicaDatabase;
  identity: Identity;
  carrier: CarriedDocument;
  uplink: Uplink;
  isBearer: boolean;
  sendGiveBack: (given: GiveBack) => void;
}

export class Offering {
  #central: StateVector = new Map();
  #isOpen = false;
  /** clients of which central asks for all, from before the way up was open */
  readonly #asked = new Set<number>();
  /** the receipts from before this connection, whose place others may take in its course */
  #kept: Promise<ReceiptRecord[]> = Promise.resolve([]);
  /** receipts that were shown as a bearer and have no reply; undefined: none was shown yet */
  #unanswered: number | undefined;

  constructor(private readonly parts: OfferingParts) {
    const { db, carrier, isBearer } = parts;
    // a database that cannot be read is noticed by whatever else reads it
    if (!isBearer) this.#kept = receiptsOf(db, carrier.document).catch(() => []);
  }

  /**
   * Shows what was proven in another life of central: it may be older than central knows now (rule P10). `start`: this life's;
   * undefined where central does not say it.
   */
  async showOlder(start: number | undefined): Promise<void> {
    const { db, carrier, sendGiveBack } = this.parts;
    carrier.centralStart = start;
    const older = (await this.#kept).filter((receipt) => receipt.start !== start);
    this.#kept = Promise.resolve([]);
    if (start === undefined) return;
    const inside: ReceiptRecord[] = [];
    for (const receipt of older) {
      // at the ends of the chains, as after most starts of central, nothing is read and followed again
      const compared = carrier.book.compare(receipt);
      if (compared.is === 'same') sendGiveBack({ receipt, marks: compared.marks, update: emptyUpdate });
      else inside.push(receipt);
    }
    for (const shown of await shownReceipts(db, carrier.document, inside)) sendGiveBack(shown);
  }

  /** Central has sent its vector. */
  begin(shown: Shown): Promise<void> {
    return this.parts.isBearer ? this.#answered(shown.vector) : this.#open(shown);
  }

  /** Central says something about the chain of one client. */
  about(effect: AboutClient): Promise<void> {
    return effect.type === 'show-branch' ? this.#show(effect.client) : this.#notProven(effect.client);
  }

  /** All of a client's branch is at central: the rest goes on. */
  async done(client: number): Promise<void> {
    const { uplink } = this.parts;
    if (uplink.isGiving(client)) await uplink.instead([]);
  }

  /** Central has another branch of a client: all of this one is shown, if it is proven (rule G7). */
  async #show(client: number): Promise<void> {
    if (!this.#isOpen) return void this.#asked.add(client);
    const { uplink } = this.parts;
    const isWaiting = uplink.isGiving(client);
    const chains = await this.#whole(client);
    await (isWaiting ? uplink.instead(chains) : uplink.also(chains));
  }

  /** Central does not accept the proof of a client's chain: our own part of it is offered as new, and nothing is dropped (rule G4). */
  async #notProven(client: number | undefined): Promise<void> {
    const { db, carrier, identity, uplink, isBearer } = this.parts;
    if (!this.#isOpen) return isBearer ? this.#answered(new Map()) : undefined;
    if (client !== undefined && !uplink.isGiving(client)) return;
    const own = isBearer ? [] : await ownLacking(db, carrier, identity, this.#central);
    if (client === undefined) uplink.open(own, []);
    await uplink.instead(
      [],
      own.filter((entry) => entry.client === client),
    );
  }

  async #open({ vector, takesProofs }: Shown): Promise<void> {
    const { db, carrier, identity, uplink } = this.parts;
    this.#central = vector;
    const chains = takesProofs ? await provenChains(db, carrier.document, this.#withAsked()) : [];
    const proven = new Map(chains.map(({ client, clock }) => [client, clock + 1]));
    uplink.open(await ownLacking(db, carrier, identity, joinVectors(vector, proven)), chains);
    this.#isOpen = true;
    this.#asked.clear();
  }

  /** A bearer learns nothing before it has shown its receipts; then central says how far it has those changes. */
  async #answered(vector: StateVector): Promise<void> {
    const { db, carrier, uplink } = this.parts;
    this.#central = joinVectors(this.#central, vector);
    if (this.#unanswered === undefined) {
      const shown = await shownReceipts(db, carrier.document, await receiptsOf(db, carrier.document));
      this.#unanswered = shown.length;
      for (const one of shown) this.parts.sendGiveBack(one);
    } else this.#unanswered -= 1;
    if (this.#unanswered !== 0) return;
    this.#isOpen = true;
    uplink.open([], await provenChains(db, carrier.document, this.#withAsked()));
    await uplink.pump();
  }

  /** The vector as if central had nothing of the clients that it asks for. */
  #withAsked(): StateVector {
    return new Map([...this.#central].filter(([client]) => !this.#asked.has(client)));
  }

  async #whole(client: number) {
    const { db, carrier } = this.parts;
    const without = new Map([...this.#central].filter(([other]) => other !== client));
    const chains = await provenChains(db, carrier.document, without);
    return chains.filter((chain) => chain.client === client);
  }
}
