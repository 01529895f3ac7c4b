/**
 * One transaction for all that waits. It judges in turn, stores the accepted changes, then does central's own acts and takes the runs that
 * are given back. At last all of it follows the assets that were moved. The rows follow by themselves.
 */
import type { Mark } from '#shared/proof/digest';
import type { Tx } from '../database/port/central-database';
import type { EntityRef } from '#shared/change/entity-ref';
import type { NewChange, StoredChange } from '../database/port/changes';
import { appendOwn, type Appending } from './append';
import { appendProven } from './append-proven';
import { CENTRAL } from './central-word';
import { contesting } from './contest';
import { following } from './follow';
import { judge, judgeOn, type Verdict } from './judge';
import { concernsOf, type Offer } from './offer';
import { clocked, isOwn, toOffers, type OwnOffer } from './own-offers';
import type { Submission } from './submission';
import { GrownChanges, readKnownChanges } from './known-changes';

/** The outcome of a batch. */
export interface Batch {
  /** one a submission */
  verdicts: Verdict[];
  /** changes that central wrote because of them */
  followed: StoredChange[];
  /** assets that turned out to have been created in two stores */
  contested: number;
  /** per document of it, its end now */
  vectors: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** per document of it, the digests of the clients that wrote */
  marks: ReadonlyMap<string, readonly Mark[]>;
}

interface CommitContext {
  /** milliseconds, UTC */
  now: number;
  /** central's own client id */
  client: number;
}

type Judged = Extract<Submission, { kind: 'offer' | 'author' }>;
const isJudged = (submission: Submission): submission is Judged =>
  submission.kind === 'offer' || submission.kind === 'author';

const nameOf = (submission: Judged): string =>
  submission.kind === 'offer' ? submission.offer.writer.name : submission.authoring.by.userId;

export async function commitBatch(
  tx: Tx,
  submissions: readonly Submission[],
  context: CommitContext,
): Promise<Batch> {
  const judged = await judgeAll(tx, submissions.filter(isJudged), context);
  const appending = { tx, now: context.now, client: context.client };
  const verdicts: Verdict[] = [];
  for (const submission of submissions)
    verdicts.push(
      isJudged(submission) ? (judged.shift() ?? nothing) : await appendOne(appending, submission),
    );
  const accepted = verdicts.flatMap(({ accepted: stored }) => stored);
  // what is judged lies where its asset does
  const mayBeAnywhere = submissions.some((one) => !isJudged(one));
  const { followed, contested } = await follow(appending, accepted, mayBeAnywhere);
  const { vectors, marks } = await headsOf(tx, [...accepted, ...followed]);
  return { verdicts, followed, contested, vectors, marks };
}

export const nothing: Verdict = { accepted: [], refused: [], hasGap: false };

async function judgeAll(tx: Tx, submissions: readonly Judged[], context: CommitContext): Promise<Verdict[]> {
  const documents = submissions.map((one) =>
    one.kind === 'offer' ? one.offer.document : one.authoring.document,
  );
  const heads = await tx.changes.heads([...new Set(documents)]);
  const offers = await toOffers(tx.changes, submissions, context.client);
  const world = new GrownChanges(await readKnownChanges(tx.changes, offers, heads));
  const verdicts = offers.map((offer) => judgeInTurn(offer, world));
  await store(tx, submissions, verdicts, context.now);
  return verdicts;
}

/** A change that central authors comes after those it authored before in the same batch, and counts only as a whole. */
function judgeInTurn(offer: Offer | OwnOffer, world: GrownChanges): Verdict {
  if (!isOwn(offer)) return judgeOn(offer, world);
  const verdict = judge(
    clocked(offer, (document, client) => world.head(document, client)),
    world,
  );
  if (verdict.refused.length > 0) return { ...verdict, accepted: [] };
  for (const stored of verdict.accepted) world.add(stored);
  return verdict;
}

async function store(
  { changes }: Tx,
  submissions: readonly Judged[],
  verdicts: readonly Verdict[],
  now: number,
): Promise<void> {
  const receivedAt = new Date(now).toISOString();
  const accepted: NewChange[] = [];
  for (const [index, verdict] of verdicts.entries()) {
    const submission = submissions[index];
    const receivedFrom = submission ? nameOf(submission) : '';
    for (const { document, client, clock, change, body } of verdict.accepted)
      accepted.push({ document, client, clock, change, body, receivedAt, receivedFrom });
  }
  // an entity belongs where its first change stands: the same in another store's document does not take it there
  if (accepted.length > 0) await changes.insertChanges(accepted);
}

/** A submission that is not judged: an act of central's own, or a run that a receipt proves. */
async function appendOne(appending: Appending, submission: Exclude<Submission, Judged>): Promise<Verdict> {
  if (submission.kind === 'proven') {
    const { stored, ...run } = await appendProven(appending, submission.run);
    return { ...nothing, accepted: stored, run };
  }
  const { plan, by } = submission.act;
  return { ...nothing, accepted: await appendOwn(appending, await plan(appending.tx), by) };
}

/** In the same transaction, so that no kill leaves an asset between two stores (rule W2). */
async function follow(
  appending: Appending,
  stored: readonly StoredChange[],
  mayBeAnywhere: boolean,
): Promise<Pick<Batch, 'followed' | 'contested'>> {
  const { areSpread } = appending.tx.changes;
  const isAlone = stored.length === 0 || !(mayBeAnywhere || (await areSpread(concernsOfAll(stored))));
  if (isAlone) return { followed: [], contested: 0 };
  const { additions, contested } = await contesting(appending.tx, stored, appending.now);
  const said = await appendOwn(appending, additions, CENTRAL);
  const moved = await following(appending.tx, [...stored, ...said], appending.now);
  return { followed: [...said, ...(await appendOwn(appending, moved, CENTRAL))], contested };
}

/** Made only when asked for: most batches are about nothing that was ever moved. */
function* concernsOfAll(stored: readonly StoredChange[]): Generator<EntityRef> {
  for (const { change } of stored) yield* concernsOf(change);
}

async function headsOf(tx: Tx, stored: readonly StoredChange[]): Promise<Pick<Batch, 'vectors' | 'marks'>> {
  const written = new Map<string, Set<number>>();
  for (const { document, client } of stored)
    written.set(document, (written.get(document) ?? new Set()).add(client));
  const marks = new Map<string, readonly Mark[]>();
  for (const [document, clients] of written)
    marks.set(document, await tx.proofs.marks(document, [...clients]));
  return { vectors: await tx.changes.heads([...written.keys()]), marks };
}
