/** What central authors, as offers like any other: judged in their turn. */
import type { ChangeTx } from '../database/port/changes';
import { toOwnCandidates, withoutRepeats } from './authored';
import type { Offer } from './offer';
import type { Authoring, Submission } from './submission';

type Heads = ReadonlyMap<string, ReadonlyMap<number, number>>;

export async function toOffers(
  changes: ChangeTx,
  submissions: readonly Extract<Submission, { kind: 'offer' | 'author' }>[],
  client: number,
  heads: Heads,
): Promise<Offer[]> {
  const offers: Offer[] = [];
  for (const submission of submissions)
    offers.push(
      submission.kind === 'offer'
        ? submission.offer
        : await ownOffer(changes, submission.authoring, client, heads),
    );
  return offers;
}

async function ownOffer(
  changes: ChangeTx,
  { document, values, by }: Authoring,
  client: number,
  heads: Heads,
): Promise<Offer> {
  const head = heads.get(document)?.get(client) ?? 0;
  const structs = toOwnCandidates(values, document, client, head);
  const known = await changes.changesByIds(
    structs.flatMap((struct) => (struct.type === 'change' ? [struct.key] : [])),
  );
  const fresh = withoutRepeats(values, document, known);
  const writer = {
    clientIds: [client],
    mayWrite: true,
    isCentral: true,
    name: by.userId,
    ...(by.rights && { rights: by.rights }),
  };
  const isRepeated = fresh.length < values.length;
  return {
    document,
    writer,
    structs: isRepeated ? toOwnCandidates(fresh, document, client, head) : structs,
  };
}
