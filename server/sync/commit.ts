/** One transaction for all that waits: judge in turn, and store what was accepted. The rows follow by themselves. */
import { positionKey } from '#shared/change/position';
import { storeOf } from '#shared/change/documents';
import type { Tx } from '../database/port/central-database';
import { refOf, type EntityRef } from '#shared/change/entity-ref';
import type { RefusedNumber, StoredChange } from '../database/port/changes';
import { toOwnCandidates, withoutRepeats } from './authored';
import { centralClient, renewCentralClient } from './central-client';
import { judge, type Verdict } from './judge';
import type { Offer, Writer } from './offer';
import { GrownChanges, readKnownChanges, type KnownChanges } from './known-changes';

/** Changes that central is to author; all of them or none. */
export interface Authoring {
  document: string;
  values: readonly unknown[];
  by: { deviceId: string; userId: string; rights?: readonly string[] };
  /** an asset is moved: these are its changes, and lie in the document's store too from then on */
  moves?: boolean;
}

export type Submission = { kind: 'offer'; offer: Offer } | { kind: 'author'; authoring: Authoring };

/** What became of a batch: a verdict per submission, and how far each document of it now is. */
export interface Batch {
  verdicts: Verdict[];
  vectors: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

export interface CommitContext {
  /** milliseconds, UTC */
  now: number;
  newClientId: () => number;
}

const documentOf = (submission: Submission): string =>
  submission.kind === 'offer' ? submission.offer.document : submission.authoring.document;

const nameOf = (submission: Submission): string =>
  submission.kind === 'offer' ? submission.offer.writer.name : submission.authoring.by.userId;

export async function commitBatch(
  tx: Tx,
  submissions: readonly Submission[],
  context: CommitContext,
): Promise<Batch> {
  const heads = await tx.changes.heads([...new Set(submissions.map(documentOf))]);
  const client = await clientFor(tx, submissions, heads, context);
  const offers = await toOffers(tx, submissions, client, heads);
  const world = new GrownChanges(await readKnownChanges(tx.changes, offers, heads));
  const verdicts = offers.map((offer, index) =>
    judgeInTurn(offer, submissions[index]?.kind === 'author', world),
  );
  await store(tx, submissions, verdicts, world, context.now);
  return { verdicts, vectors: grow(heads, verdicts) };
}

/** Central's own client id; a new one once somebody shows what central made under the old one and has lost. */
async function clientFor(
  tx: Tx,
  submissions: readonly Submission[],
  heads: ReadonlyMap<string, ReadonlyMap<number, number>>,
  { newClientId }: CommitContext,
): Promise<number> {
  const client = await centralClient(tx.changes, newClientId);
  const hasLost = submissions.some(
    (submission) =>
      submission.kind === 'offer' &&
      submission.offer.structs.some(
        (struct) =>
          struct.client === client &&
          struct.clock >= (heads.get(submission.offer.document)?.get(client) ?? 0),
      ),
  );
  return hasLost ? renewCentralClient(tx.changes, newClientId) : client;
}

async function toOffers(
  tx: Tx,
  submissions: readonly Submission[],
  client: number,
  heads: ReadonlyMap<string, ReadonlyMap<number, number>>,
): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const submission of submissions) {
    if (submission.kind === 'offer') offers.push(submission.offer);
    else {
      const { document, values, by, moves = false } = submission.authoring;
      const origin = moves ? 'copied' : 'made';
      const structs = toOwnCandidates(
        values,
        document,
        client,
        heads.get(document)?.get(client) ?? 0,
        origin,
      );
      const known = await tx.changes.changesByIds(
        structs.flatMap((struct) => (struct.type === 'change' ? [struct.key] : [])),
      );
      const fresh = withoutRepeats(values, document, known);
      const writer: Writer = {
        clientIds: [client],
        mayWrite: true,
        isCentral: true,
        mayAssign: moves,
        name: by.userId,
        ...(by.rights && { rights: by.rights }),
      };
      offers.push({
        document,
        writer,
        structs: fresh.length < values.length ? toOwnCandidates(fresh, document, client, 0, origin) : structs,
      });
    }
  }
  return offers;
}

/** What central authors comes after what it authored before in the same batch, and counts only as a whole. */
function judgeInTurn(offer: Offer, isAuthored: boolean, world: GrownChanges): Verdict {
  const verdict = judge(isAuthored ? fromHead(offer, world) : offer, world);
  const isDropped = isAuthored && verdict.refused.length > 0;
  if (!isDropped) for (const stored of verdict.accepted) world.add(stored);
  return isDropped ? { ...verdict, accepted: [] } : verdict;
}

function fromHead(offer: Offer, world: GrownChanges): Offer {
  const structs = offer.structs.map((struct, index) => ({
    ...struct,
    clock: world.head(offer.document, struct.client) + index,
  }));
  return { ...offer, structs };
}

async function store(
  tx: Tx,
  submissions: readonly Submission[],
  verdicts: readonly Verdict[],
  world: KnownChanges,
  now: number,
): Promise<void> {
  const receivedAt = new Date(now).toISOString();
  const accepted = verdicts.flatMap((verdict, index) => {
    const submission = submissions[index];
    const receivedFrom = submission ? nameOf(submission) : '';
    return verdict.accepted.map((stored) => ({ ...stored, receivedAt, receivedFrom }));
  });
  const numbers = verdicts.flatMap(refusedNumbers);
  if (numbers.length > 0) await tx.changes.putRefusedNumbers(numbers);
  if (accepted.length === 0) return;
  await tx.changes.insertChanges(accepted);
  const assigning = new Set(
    verdicts
      .filter((_verdict, index) => mayAssign(submissions[index]))
      .flatMap(({ accepted: own }) => own.map(positionKey)),
  );
  await tx.changes.assignOwners(
    accepted.flatMap((stored) => ownersOf(stored, world, assigning.has(positionKey(stored)))),
  );
}

const refusedNumbers = ({ refused }: Verdict): RefusedNumber[] =>
  refused.flatMap(({ code, changes }) =>
    changes.map(({ deviceId, n, id }) => ({ deviceId, n, changeId: id, code })),
  );

const mayAssign = (submission: Submission | undefined): boolean =>
  submission?.kind === 'author' && submission.authoring.moves === true;

/** An entity belongs where central first stored it, and where central moved it; the same change in another store's document does not take it there. */
function ownersOf(
  { document, change }: StoredChange,
  world: KnownChanges,
  isAssigning: boolean,
): (EntityRef & { storeId: string })[] {
  const storeId = storeOf(document);
  const ref = refOf(change);
  return storeId !== undefined && (isAssigning || world.storesOf(ref).includes(storeId))
    ? [{ ...ref, storeId }]
    : [];
}

function grow(
  heads: ReadonlyMap<string, ReadonlyMap<number, number>>,
  verdicts: readonly Verdict[],
): Batch['vectors'] {
  const grown = new Map([...heads].map(([document, vector]) => [document, new Map(vector)]));
  for (const { document, client, clock } of verdicts.flatMap(({ accepted }) => accepted)) {
    grown.get(document)?.set(client, clock + 1);
  }
  return grown;
}
