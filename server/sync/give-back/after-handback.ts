/** The messages to a peer that has given something back, or shown a receipt. */
import {
  forkedMessage,
  proofsTail,
  showBranchMessage,
  step1Message,
  unprovenMessage,
} from '#shared/protocol/messages';
import type { Clients, Taken } from '../handback';
import type { PeerView } from '../peer-view';

/**
 * The answer to a holder that gave something back; a holder that has shown a receipt may know how much central has of the changes that it
 * names (rule G6).
 */
export async function messagesAfter(
  taken: Exclude<Taken, { type: 'not-judged' }>,
  told: Pick<PeerView, 'show' | 'compare' | 'vector'>,
): Promise<Uint8Array[]> {
  if (taken.type === 'unproven') return [unprovenMessage(taken.client)];
  if (taken.type === 'again') return [showBranchMessage(taken.client)];
  if (taken.type === 'judged') return aboutChains(taken);
  if (!told.show(taken.marks.map(({ client }) => client))) return [];
  const other = await told.compare(taken.marks);
  return [step1Message(told.vector, proofsTail), ...other.map(showBranchMessage)];
}

const aboutChains = ({ otherwise, unproven, forked }: Clients): Uint8Array[] => [
  ...otherwise.map(showBranchMessage),
  ...unproven.map(unprovenMessage),
  ...forked.map(({ client, from }) => forkedMessage(client, from)),
];
