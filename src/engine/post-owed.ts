/**
 * Sends the changes of support staff on equipment by calls. Central authors them in the document of the store, which a browser
 * of staff does not replicate. A call that is made twice stores once, so a link that breaks in between loses nothing.
 */
import { storeDocument } from '#shared/change/documents';
import { accepted, type Issue, type Result } from '#shared/result';
import type { Central } from '../central-api/central';
import { postChanges, type Authored } from '../central-api/changes';
import { waitingDocuments } from '../replica/changes/documents';
import { settleArrived, waitingFor } from '../replica/changes/outbox';
import { setAside } from '../replica/changes/refuse';
import type { StaffIdentity } from '../replica/records';
import type { World } from './world';

/** Well under the size of one call. */
const AT_A_TIME = 100;

/** Central has decided: the same again would be refused again. Anything else is tried later. */
const decided = new Set(['refused', 'no-right', 'not-found', 'bad-request', 'too-large', 'central-only']);

interface Posting {
  world: Pick<World, 'db' | 'now'>;
  central: Central;
  identity: StaffIdentity;
  year: number;
  /** called with the number of changes that are settled */
  settled: (count: number) => void;
}

/** Sends all changes that wait for stores and that the present member of staff wrote. Refuses with the code of a call that failed. */
export async function postOwed(posting: Posting): Promise<Result<undefined>> {
  const { waitingStores } = await waitingDocuments(posting.world.db);
  for (const storeId of waitingStores) {
    const sent = await postStore(posting, storeId);
    if (!sent.ok) return sent;
  }
  return accepted(undefined);
}

async function postStore(posting: Posting, storeId: string): Promise<Result<undefined>> {
  const { world, central, identity, year, settled } = posting;
  const document = storeDocument(storeId, year);
  let most = AT_A_TIME;
  for (;;) {
    const waiting = await waitingFor(world.db, storeId, most, identity.user.id);
    if (waiting.length === 0) return accepted(undefined);
    const answer = await postChanges(central, document, waiting);
    if (!answer.ok && !decided.has(answer.issues[0].code)) return answer;
    // each has a reason of its own, and none is set aside for another's: they go one by one
    if (!answer.ok && waiting.length > 1) {
      most = 1;
      continue;
    }
    const ids = waiting.map(({ id }) => id);
    const { stored, refused } = answer.ok ? answer.value : allRefused(answer.issues[0], ids);
    await settleArrived(world.db, new Set(stored));
    for (const refusal of refused) await setAside(world.db, document, refusal, world.now());
    settled(stored.length);
    // an answer that names none of them: the rest is tried in the next cycle
    if (stored.length === 0 && refused.length === 0) return accepted(undefined);
  }
}

function allRefused({ code, data }: Issue, changeIds: string[]): Authored {
  const said = data?.['refusedFor'];
  const named = typeof said === 'string' ? said : code;
  return { stored: [], refused: [{ code: named, message: `Refused: ${named}.`, changeIds }] };
}
