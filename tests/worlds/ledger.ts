/**
 * The model's knowledge of a world, seen from outside: the changes that were called safe and their living holders, the contents and the
 * position of each change when it was made, and the owner of each asset. It knows nothing of how the engine and the server bring that
 * about.
 */
import type { Change } from '#shared/change/change';
import type { ReplicaDatabase } from '../../src/replica/database';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { allRecords } from '../sync/all-records';

/** A change in a document. */
const placeOf = (document: string, id: string): string => `${document}|${id}`;

export interface Stored {
  document: string;
  client: number;
  clock: number;
  change: Change;
}

export const storedAt = async (database: CentralDatabase): Promise<Stored[]> =>
  database.changes.after(0, 1_000_000);

export class Ledger {
  /** changes in documents which a person, or a device, was assured that central has */
  readonly acknowledged = new Set<string>();
  /** id → the contents of the change when it was first seen */
  readonly #said = new Map<string, string>();
  /** document, client and clock → the changes that stood there in any life of central */
  readonly #places = new Map<string, Set<string>>();
  /** changes that were altered on the way */
  readonly altered: string[] = [];

  /** Everything at central; `isSaid`: staff were assured that it is stored. */
  async seeCentral(database: CentralDatabase, isSaid: boolean): Promise<void> {
    for (const { document, client, clock, change } of await storedAt(database)) {
      this.#see(change);
      const place = `${document}|${client}|${clock}`;
      this.#places.set(place, (this.#places.get(place) ?? new Set()).add(change.id));
      if (isSaid) this.acknowledged.add(placeOf(document, change.id));
    }
  }

  /** The changes of a device after a visit: it was assured that those it owes no more are safe. */
  async seeDevice(db: ReplicaDatabase): Promise<void> {
    const owed = new Set(await db.outbox.toCollection().primaryKeys());
    for (const { id, change, documents, refused } of await allRecords(db)) {
      if (refused) continue;
      // a change that was made ahead of time and not sent is stamped again (rule H7)
      if (documents.length > 0 && !owed.has(id)) this.#see(change);
      if (!owed.has(id)) for (const document of documents) this.acknowledged.add(placeOf(document, id));
    }
  }

  /** True if another branch of this client ever stood at this clock. */
  isForked({ document, client, clock }: Pick<Stored, 'document' | 'client' | 'clock'>): boolean {
    for (let at = clock; at >= 0; at--)
      if ((this.#places.get(`${document}|${client}|${at}`)?.size ?? 0) > 1) return true;
    return false;
  }

  /** The changes that a living device holds, by document, and without one those that have not been sent. */
  static async held(database: CentralDatabase, replicas: readonly ReplicaDatabase[]): Promise<Held> {
    const held: Held = { placed: new Set(), ids: new Set(), places: new Map() };
    for (const { document, change } of await storedAt(database)) {
      held.placed.add(placeOf(document, change.id));
      held.ids.add(change.id);
    }
    for (const db of replicas)
      for (const { id, documents, places, refused } of await allRecords(db)) {
        if (refused) continue;
        held.ids.add(id);
        for (const document of documents) held.placed.add(placeOf(document, id));
        for (const place of places) {
          const key = placeOf(place.document, id);
          held.places.set(key, [...(held.places.get(key) ?? []), place]);
        }
      }
    return held;
  }

  #see(change: Change): void {
    const text = canonical(change);
    const known = this.#said.get(change.id);
    if (known === undefined) this.#said.set(change.id, text);
    else if (known !== text) this.altered.push(`${change.id}: ${known} became ${text}`);
  }
}

export interface Held {
  placed: Set<string>;
  ids: Set<string>;
  /** their positions at devices */
  places: Map<string, { document: string; client: number; clock: number }[]>;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
