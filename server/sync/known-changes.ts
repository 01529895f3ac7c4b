/** The judge's view: the part of the log that a batch of offers touches, and the changes accepted before in the same batch. */
import type { Change } from '#shared/change/change';
import { storeOf } from '#shared/change/documents';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { positionKey, type Position } from '#shared/change/position';
import type { ChangeTx, StoredChange } from '../database/port/changes';
import type { Unclocked } from './authored';
import { isBeyond } from './beyond-border';
import { concernsOf, type Candidate, type Offer } from './offer';
import { isOwn, type OwnOffer } from './own-offers';

export interface KnownChanges {
  /** the next clock of a client in a document */
  head(document: string, client: number): number;
  /** the change at a clock that is taken */
  at(position: Position): Change | undefined;
  changeById(id: string): Change | undefined;
  /** the stores that own an entity or did; none while central does not know it */
  storesOf(ref: EntityRef): readonly string[];
  isRegistered(client: number): boolean;
  /** the ids of changes that would reach over the border of who writes them */
  beyond: ReadonlySet<string>;
}

/** The changes of one client that were accepted, from `clock` on. */
interface GrownRun {
  clock: number;
  changes: Change[];
}

/** The known changes, and those that were accepted on top of them. */
export class GrownChanges implements KnownChanges {
  readonly #under: KnownChanges;
  /** by document, then by client */
  readonly #runs = new Map<string, Map<number, GrownRun>>();
  readonly #byId = new Map<string, Change>();
  readonly #stores = new Map<string, string[]>();

  constructor(under: KnownChanges) {
    this.#under = under;
  }

  /** At the head of its client. */
  add({ document, client, clock, change }: Omit<StoredChange, 'body'>): void {
    const run = this.#runOf(document, client);
    if (run) run.changes.push(change);
    else this.#begin(document, client, { clock, changes: [change] });
    this.#byId.set(change.id, change);
    const storeId = storeOf(document);
    const ref = refOf(change);
    if (storeId !== undefined && this.storesOf(ref).length === 0) this.#stores.set(refKey(ref), [storeId]);
  }

  head(document: string, client: number): number {
    const run = this.#runOf(document, client);
    return run ? run.clock + run.changes.length : this.#under.head(document, client);
  }

  at(position: Position): Change | undefined {
    const run = this.#runOf(position.document, position.client);
    return run?.changes[position.clock - run.clock] ?? this.#under.at(position);
  }

  changeById(id: string): Change | undefined {
    return this.#byId.get(id) ?? this.#under.changeById(id);
  }

  storesOf(ref: EntityRef): readonly string[] {
    return this.#stores.get(refKey(ref)) ?? this.#under.storesOf(ref);
  }

  get beyond(): ReadonlySet<string> {
    return this.#under.beyond;
  }

  isRegistered(client: number): boolean {
    return this.#under.isRegistered(client);
  }

  #runOf(document: string, client: number): GrownRun | undefined {
    return this.#runs.get(document)?.get(client);
  }

  #begin(document: string, client: number, run: GrownRun): void {
    const clients = this.#runs.get(document) ?? new Map<number, GrownRun>();
    this.#runs.set(document, clients.set(client, run));
  }
}

/** The subjects that the judging of some offers can ask about. */
interface Asked {
  clients: Set<number>;
  ids: Set<string>;
  refs: Map<string, EntityRef>;
  taken: Position[];
}

/** Reads all that the judging of these offers can ask, in five queries however many there are. */
export async function readKnownChanges(
  tx: ChangeTx,
  offers: readonly (Offer | OwnOffer)[],
  heads: Map<string, Map<number, number>>,
): Promise<KnownChanges> {
  const asked = askedBy(offers, heads);
  const at = asked.taken.length === 0 ? [] : await tx.changesAt(asked.taken);
  const byPosition = new Map(at.map((stored) => [positionKey(stored), stored.change]));
  const byId = new Map<string, Change>();
  for (const { change } of await tx.changesByIds([...asked.ids])) byId.set(change.id, change);
  const stores = await tx.storesOwning([...asked.refs.values()]);
  const clients = await tx.registeredClients([...asked.clients]);
  return {
    head: (document, client) => heads.get(document)?.get(client) ?? 0,
    at: (position) => byPosition.get(positionKey(position)),
    changeById: (id) => byId.get(id),
    storesOf: (ref) => stores.get(refKey(ref)) ?? [],
    isRegistered: (client) => clients.has(client),
    beyond: await beyondBorder(tx, offers),
  };
}

async function beyondBorder(tx: ChangeTx, offers: readonly (Offer | OwnOffer)[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const offer of offers) {
    const { hasStore } = offer.writer;
    if (!hasStore || !isOwn(offer)) continue;
    for (const { checked } of offer.unclocked)
      if (checked.ok && (await isBeyond({ changes: tx }, checked.value, hasStore)))
        found.add(checked.value.id);
  }
  return found;
}

function askedBy(offers: readonly (Offer | OwnOffer)[], heads: Map<string, Map<number, number>>): Asked {
  const asked: Asked = { clients: new Set(), ids: new Set(), refs: new Map(), taken: [] };
  const ask = (struct: Candidate | Unclocked): void => {
    asked.clients.add(struct.client);
    if (struct.type !== 'change' || !struct.checked.ok) return;
    const change = struct.checked.value;
    asked.ids.add(change.id);
    for (const ref of concernsOf(change)) asked.refs.set(refKey(ref), ref);
  };
  for (const offer of offers) {
    for (const struct of isOwn(offer) ? offer.unclocked : offer.structs) ask(struct);
    if (!isOwn(offer)) asked.taken.push(...takenPositions(offer, heads));
  }
  return asked;
}

/** The positions of an offer where something stands already. */
const takenPositions = ({ document, structs }: Offer, heads: Map<string, Map<number, number>>): Position[] =>
  structs.flatMap(({ client, clock }) =>
    clock < (heads.get(document)?.get(client) ?? 0) ? [{ document, client, clock }] : [],
  );
