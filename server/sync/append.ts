/** Appends what is not judged, inside a transaction: central's own acts, and what was proven. */
import { equalJson, type Json } from '#shared/json';
import { storeOf } from '#shared/change/documents';
import { digestAfter, firstDigest, sameDigest } from '#shared/proof/digest';
import type { Tx } from '../database/port/central-database';
import { refOf } from '#shared/change/entity-ref';
import type { StoredChange } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import { ownClocks } from './own-clocks';
import type { Addition, ProvenRun } from './submission';

/** The owner of client ids that only came back under a receipt: whoever they were given to is not known here. */
export const GIVEN_BACK = 'given-back';

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

/**
 * Writes what a receipt proves beyond central's own head, if the chain runs on from central's own digest to that of the receipt and
 * what overlaps is what stands there; undefined where it is another branch.
 */
export async function appendProven(
  { tx }: Pick<Appending, 'tx'>,
  run: ProvenRun,
): Promise<StoredChange[] | undefined> {
  const { document, client, clock, changes, at, by } = run;
  const head = (await tx.changes.heads([document])).get(document)?.get(client) ?? 0;
  if (clock > head || !(await isSame(tx, run, head))) return undefined;
  const fresh = changes.slice(head - clock);
  if (fresh.length === 0) return [];
  const [mark] = head > 0 ? await tx.proofs.marks(document, [client]) : [];
  const from = head > 0 ? mark?.digest : firstDigest(document, client, hash);
  const end =
    from &&
    digestAfter(
      from,
      fresh.map(({ change }) => change),
      hash,
    );
  if (!end || !sameDigest(end, run.digest)) return undefined;
  const stored = fresh.map((one, index): StoredChange => ({ document, client, clock: head + index, ...one }));
  await tx.changes.registerClient(client, authorOf(run));
  await insert(tx, stored, at, by);
  return stored;
}

/** Whether the part of a run that lies before the head is what stands there. */
async function isSame(
  tx: Tx,
  { document, client, clock, changes }: ProvenRun,
  head: number,
): Promise<boolean> {
  const overlap = changes.slice(0, Math.max(0, head - clock));
  const there = await tx.changes.changesAt(
    overlap.map((_change, index) => ({ document, client, clock: clock + index })),
  );
  const known = new Map(there.map((stored) => [stored.clock, stored.change]));
  return overlap.every(({ change }, index) => {
    const other = known.get(clock + index);
    return other !== undefined && equalJson(other as unknown as Json, change as unknown as Json);
  });
}

/** The device that these changes name as their author; nobody where they name several, as central's own do. */
function authorOf({ changes }: ProvenRun): string {
  const authors = new Set(changes.map(({ change }) => change.deviceId));
  const [author] = authors;
  return authors.size === 1 && author !== undefined ? author : GIVEN_BACK;
}

/** What is not judged also says where its entity lies: central put it there, now or before. */
async function insert(tx: Tx, stored: readonly StoredChange[], at: number, by: string): Promise<void> {
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
