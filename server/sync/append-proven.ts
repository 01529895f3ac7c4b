/**
 * Appends the changes that a receipt proves, inside a transaction: where it stood (rule G2), or, where another branch stands there,
 * elsewhere (rule G7).
 */
import { equalJson, type Json } from '#shared/json';
import { digestAfter, firstDigest, sameDigest } from '#shared/proof/digest';
import type { Tx } from '../database/port/central-database';
import type { StoredChange } from '../database/port/changes';
import { hash } from '../database/sqlite/chains';
import { isUnreadable } from '../database/sqlite/log/unreadable';
import { appendOwn, insert, type Appending } from './append';
import type { ProvenRun } from './submission';

/** The owner of client ids that only came back under a receipt: their true owner is not known here. */
export const GIVEN_BACK = 'given-back';

/**
 * `same`: all of it stands at the positions of the receipt. `otherwise`: another branch stands there, or the changes before the run are not
 * here; its whole chain decides. `forked`: the whole chain was proven, and the part that central lacked stands elsewhere in the document.
 * `unproven`: it does not end in the digest of the receipt.
 */
export type RunOutcome = 'same' | 'otherwise' | 'forked' | 'unproven';

interface Appended {
  is: RunOutcome;
  /** the clock from which on another branch stands here */
  from?: number;
  stored: StoredChange[];
}

/**
 * Writes the changes that a receipt proves beyond central's own head, if the chain runs on from central's own digest to that of the receipt
 * and the overlap equals the log.
 */
export async function appendProven(appending: Appending, run: ProvenRun): Promise<Appended> {
  const { tx } = appending;
  const head = (await tx.changes.heads([run.document])).get(run.document)?.get(run.client) ?? 0;
  const isOn = await isAsHere(tx, run, head);
  const stored = isOn ? await appendInPlace(appending, run, head) : undefined;
  if (stored) return { is: 'same', stored };
  // the end of another branch would be lacking, and nobody would ask for it
  if (run.isPart) return { is: 'unproven', stored: [] };
  if (run.clock > 0) return { is: 'otherwise', stored: [] };
  return isOn ? { is: 'unproven', stored: [] } : appendBranch(appending, run);
}

/** Undefined where the chain ends in another digest. */
async function appendInPlace(
  { tx }: Appending,
  run: ProvenRun,
  head: number,
): Promise<StoredChange[] | undefined> {
  const { document, client, clock, changes, at, by } = run;
  const fresh = changes.slice(head - clock);
  if (fresh.length === 0) return [];
  const [mark] = head > 0 ? await tx.proofs.marks(document, [client]) : [];
  const from = head > 0 ? mark?.digest : firstDigest(document, client, hash);
  if (!from || !endsRight(run, from, fresh)) return undefined;
  const stored = fresh.map((one, index): StoredChange => ({ document, client, clock: head + index, ...one }));
  await tx.changes.registerClient(client, authorOf(run));
  await insert(tx, stored, at, by);
  return stored;
}

/**
 * Another branch than stands here, shown from its beginning: both live on. The changes that the document lacks are written unaltered under
 * central's own client id, once, however often they come.
 */
async function appendBranch(appending: Appending, run: ProvenRun): Promise<Appended> {
  const { document, client, changes, at, by } = run;
  if (!endsRight(run, firstDigest(document, client, hash), changes)) return { is: 'unproven', stored: [] };
  const known = await appending.tx.changes.changesByIds(changes.map(({ change }) => change.id));
  const there = new Map(known.map((one) => [one.change.id, one]));
  const isHere = new Set(known.filter((one) => one.document === document).map(({ change: { id } }) => id));
  const lacking = changes.filter(({ change }) => {
    const other = there.get(change.id);
    return !isHere.has(change.id) && (other === undefined || isEqual(other.change, change));
  });
  const additions = lacking.map((one) => ({ document, ...one }));
  const common = changes.findIndex(({ change }, clock) => {
    const other = known.find(
      (one) => one.document === document && one.client === client && one.clock === clock,
    );
    return other?.change.id !== change.id;
  });
  const from = common < 0 ? changes.length : common;
  return { is: 'forked', from, stored: await appendOwn({ ...appending, now: at }, additions, by) };
}

const endsRight = (
  { digest }: ProvenRun,
  from: ProvenRun['digest'],
  changes: ProvenRun['changes'],
): boolean =>
  sameDigest(
    digestAfter(
      from,
      changes.map(({ change }) => change),
      hash,
    ),
    digest,
  );

const isEqual = (a: object, b: object): boolean => equalJson(a as Json, b as Json);

/** True where the part of a run that lies before the head is what stands here, once what a disk has spoilt is put back. */
async function isAsHere(tx: Tx, run: ProvenRun, head: number): Promise<boolean> {
  if (run.clock > head) return false;
  const differing = await differingIn(tx, run, head);
  return differing.length === 0 || (run.isPart !== true && (await mendSpoilt(tx, run, head, differing)));
}

interface Differing {
  clock: number;
  /** nothing can be read there any more */
  isSpoilt: boolean;
}

/** Where the part of a run that lies before the head differs from the log. */
async function differingIn(
  tx: Tx,
  { document, client, clock, changes }: ProvenRun,
  head: number,
): Promise<Differing[]> {
  const overlap = changes.slice(0, Math.max(0, head - clock));
  const there = await tx.changes.changesAt(
    overlap.map((_change, index) => ({ document, client, clock: clock + index })),
  );
  const known = new Map(there.map((stored) => [stored.clock, stored.change]));
  return overlap.flatMap(({ change }, index) => {
    const other = known.get(clock + index);
    if (other && isEqual(other, change)) return [];
    return [{ clock: clock + index, isSpoilt: other !== undefined && isUnreadable(other) }];
  });
}

/**
 * What a disk has spoilt here is put back from a chain that is shown from its beginning, if that is the one which stood here: with what
 * stands beyond it here, it ends as central's own does (rule G10).
 */
async function mendSpoilt(
  tx: Tx,
  run: ProvenRun,
  head: number,
  differing: readonly Differing[],
): Promise<boolean> {
  const { document, client } = run;
  const { changes, proofs } = tx;
  if (!changes.mend || run.clock > 0 || differing.some(({ isSpoilt }) => !isSpoilt)) return false;
  const start = firstDigest(document, client, hash);
  if (!endsRight(run, start, run.changes)) return false;
  const [mark] = await proofs.marks(document, [client]);
  const whole = [...run.changes, ...(await beyond(tx, run, head))].slice(0, head);
  if (!mark || !endsRight({ ...run, digest: mark.digest }, start, whole)) return false;
  await changes.mend(
    differing.flatMap(({ clock }) => {
      const one = run.changes[clock];
      return one ? [{ document, client, clock, ...one }] : [];
    }),
  );
  return true;
}

/** What stands here after a run that is shorter. */
const beyond = ({ changes }: Tx, { document, client, ...run }: ProvenRun, head: number) =>
  changes.changesAt(
    Array.from({ length: Math.max(0, head - run.changes.length) }, (_none, index) => ({
      ...{ document, client, clock: run.changes.length + index },
    })),
  );

/** The device that these changes name as their author; nobody where they name several, as central's own do. */
function authorOf({ changes }: ProvenRun): string {
  const authors = new Set(changes.map(({ change }) => change.deviceId));
  const [author] = authors;
  return authors.size === 1 && author !== undefined ? author : GIVEN_BACK;
}
