/** The judge's view: the part of the log that a batch of offers touches, and the changes accepted before in the same batch. */
import type { Change } from '#shared/change/change';
import { storeOf } from '#shared/change/documents';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { positionKey, type Position } from '#shared/change/position';
import type { ChangeTx, StoredChange } from '../database/port/changes';
import type { Unclocked } from './authored';
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
}

/** The known changes, and those that were accepted on top of them. */
export class GrownChanges implements KnownChanges {
  readonly #under: KnownChanges;
  readonly #heads = new Map<string, number>();
  readonly #byPosition = new Map<string, Change>();
  readonly #byId = new Map<string, Change>();
  readonly #stores = new Map<string, string[]>();

  constructor(under: KnownChanges) {
    this.#under = under;
  }

  add({ document, client, clock, change }: Omit<StoredChange, 'body'>): void {
    this.#heads.set(`${client}/${document}`, clock + 1);
    this.#byPosition.set(positionKey({ document, client, clock }), change);
    this.#byId.set(change.id, change);
    const storeId = storeOf(document);
    const key = refKey(refOf(change));
    const stores = this.storesOf(refOf(change));
    if (storeId !== undefined && stores.length === 0) this.#stores.set(key, [storeId]);
  }

  head(document: string, client: number): number {
    return this.#heads.get(`${client}/${document}`) ?? this.#under.head(document, client);
  }

  at(position: Position): Change | undefined {
    return this.#byPosition.get(positionKey(position)) ?? this.#under.at(position);
  }

  changeById(id: string): Change | undefined {
    return this.#byId.get(id) ?? this.#under.changeById(id);
  }

  storesOf(ref: EntityRef): readonly string[] {
    return this.#stores.get(refKey(ref)) ?? this.#under.storesOf(ref);
  }

  isRegistered(client: number): boolean {
    return this.#under.isRegistered(client);
  }
}

/** Reads all that the judging of these offers can ask, in five queries however many there are. */
export async function readKnownChanges(
  tx: ChangeTx,
  offers: readonly (Offer | OwnOffer)[],
  heads: Map<string, Map<number, number>>,
): Promise<KnownChanges> {
  const structs = offers.flatMap((offer): (Candidate | Unclocked)[] => [
    ...(isOwn(offer) ? offer.unclocked : offer.structs),
  ]);
  const known = offers.flatMap((offer) => (isOwn(offer) ? [] : takenPositions(offer, heads)));
  const changes = structs.flatMap((struct) =>
    struct.type === 'change' && struct.checked.ok ? [struct.checked.value] : [],
  );
  const refs = new Map(changes.flatMap(concernsOf).map((ref) => [refKey(ref), ref]));
  const byPosition = new Map(
    (await tx.changesAt(known)).map((stored) => [positionKey(stored), stored.change]),
  );
  const byId = new Map(
    (await tx.changesByIds([...new Set(changes.map(({ id }) => id))])).map(({ change }) => [
      change.id,
      change,
    ]),
  );
  const stores = await tx.storesOwning([...refs.values()]);
  const clients = await tx.registeredClients([...new Set(structs.map(({ client }) => client))]);
  return {
    head: (document, client) => heads.get(document)?.get(client) ?? 0,
    at: (position) => byPosition.get(positionKey(position)),
    changeById: (id) => byId.get(id),
    storesOf: (ref) => stores.get(refKey(ref)) ?? [],
    isRegistered: (client) => clients.has(client),
  };
}

/** The positions of an offer where something stands already. */
const takenPositions = ({ document, structs }: Offer, heads: Map<string, Map<number, number>>): Position[] =>
  structs.flatMap(({ client, clock }) =>
    clock < (heads.get(document)?.get(client) ?? 0) ? [{ document, client, clock }] : [],
  );
