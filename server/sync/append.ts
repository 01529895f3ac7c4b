/** Appends changes that are not judged, inside a transaction: central's own acts. Proven changes are in `append-proven.ts`. */
import { storeOf } from '#shared/change/documents';
import type { Tx } from '../database/port/central-database';
import { refOf } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';
import type { Addition } from './submission';

export interface Appending {
  tx: Tx;
  /** central's own client id */
  client: number;
  /** milliseconds, UTC */
  now: number;
}

/** Writes additions under central's own client id, in their order. */
export async function appendOwn(
  { tx, client, now }: Appending,
  additions: readonly Addition[],
  by: string,
): Promise<StoredChange[]> {
  const heads = await tx.changes.heads([...new Set(additions.map(({ document }) => document))]);
  const clockIn = ownClocks((document) => heads.get(document)?.get(client) ?? 0);
  const stored = additions.map(({ document, change, body }): StoredChange => ({
    document,
    client,
    clock: clockIn(document),
    change,
    body,
  }));
  await insert(tx, stored, now, by);
  return stored;
}

/** A change that is not judged also gives the place of its entity: central put it there, now or before. */
export async function insert(tx: Tx, stored: readonly StoredChange[], at: number, by: string): Promise<void> {
  if (stored.length === 0) return;
  const receivedAt = new Date(at).toISOString();
  await tx.changes.insertChanges(stored.map((one) => ({ ...one, receivedAt, receivedFrom: by })));
  await tx.changes.assignOwners(
    stored.flatMap(({ document, change }) => {
      const storeId = storeOf(document);
      return storeId === undefined ? [] : [{ ...refOf(change), storeId }];
    }),
  );
}

/** `head`: the clock up to which central has written in a document. Returns the next clock there, each once. */
export function ownClocks(head: (document: string) => number): (document: string) => number {
  const next = new Map<string, number>();
  return (document) => {
    const clock = next.get(document) ?? head(document);
    next.set(document, clock + 1);
    return clock;
  };
}
