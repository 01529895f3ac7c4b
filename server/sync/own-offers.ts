/** The offers to be judged, of sockets and of central itself: the former have their clocks, the latter get them when their turn comes. */
import type { ChangeTx } from '../database/port/changes';
import { idOf, signed, toUnclocked, withoutRepeats, type Unclocked } from './authored';
import type { Offer, Writer } from './offer';
import { ownClocks } from './append';
import type { Authoring, Submission } from './submission';

/** The changes that central authors, before they have their clocks. */
export interface OwnOffer {
  document: string;
  writer: Writer;
  /** central's own */
  client: number;
  unclocked: readonly Unclocked[];
}

export const isOwn = (offer: Offer | OwnOffer): offer is OwnOffer => 'unclocked' in offer;

export async function toOffers(
  changes: ChangeTx,
  submissions: readonly Extract<Submission, { kind: 'offer' | 'author' }>[],
  client: number,
): Promise<(Offer | OwnOffer)[]> {
  const offers: (Offer | OwnOffer)[] = [];
  for (const submission of submissions)
    offers.push(
      submission.kind === 'offer' ? submission.offer : await ownOffer(changes, submission.authoring, client),
    );
  return offers;
}

async function ownOffer(
  changes: ChangeTx,
  { document, values, by }: Authoring,
  client: number,
): Promise<OwnOffer> {
  const known = await changes.changesByIds(values.map(idOf));
  const all = toUnclocked(by.signs ? signed(values, by.userId, known) : values, document, client);
  const writer = {
    clientIds: [client],
    mayWrite: true,
    isCentral: true,
    name: by.userId,
    ...(by.rights && { rights: by.rights }),
    ...(by.hasStore && { hasStore: by.hasStore }),
  };
  return { document, writer, client, unclocked: withoutRepeats(all, document, known) };
}

/** `head`: the clock up to which a client has written in a document. */
export function clocked(
  { document, writer, client, unclocked }: OwnOffer,
  head: (document: string, client: number) => number,
): Offer {
  const clockIn = ownClocks((name) => head(name, client));
  return { document, writer, structs: unclocked.map((struct) => ({ ...struct, clock: clockIn(document) })) };
}
