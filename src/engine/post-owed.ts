/**
 * Sends the changes of support staff on equipment by calls. Central authors them in the document of the store, which a browser
 * of staff does not replicate. A call that is made twice stores once, so a link that breaks in between loses nothing.
 */
import { storeDocument } from '#shared/change/documents';
import type { AuthoredChanges } from '#shared/api/changes';
import type { Change } from '#shared/change/change';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import type { Central } from '../central-api/central';
import { postChanges } from '../central-api/changes';
import { waitingDocuments } from '../replica/changes/documents';
import { settleArrived, waitingFor } from '../replica/changes/outbox';
import { setAside } from '../replica/changes/refuse';
import type { StaffIdentity } from '../replica/records';
import type { World } from './world';

/** Well under the size of one call. */
const AT_A_TIME = 100;

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
  for (let most = AT_A_TIME; most > 0;) {
    const sent = await postSome(posting, storeId, most);
    if (!sent.ok) return sent;
    most = sent.value;
  }
  return accepted(undefined);
}

/** Sends at most so many; answers with the most that are to go next: 0 where none waits. */
async function postSome(
  { world, central, identity, year, settled }: Posting,
  storeId: string,
  most: number,
): Promise<Result<number>> {
  const document = storeDocument(storeId, year);
  const waiting = await waitingFor(world.db, storeId, most, identity.user.id);
  if (waiting.length === 0) return accepted(0);
  const answer = await postChanges(central, document, waiting);
  if (!answer.ok)
    return isTooLarge(answer.issues[0]) && waiting.length > 1
      ? accepted(Math.ceil(waiting.length / 2))
      : answer;
  const { stored, refused: unwanted } = about(waiting, answer.value);
  // each has a reason of its own, and none is set aside for another's: they go one by one
  if (stored.length === 0 && unwanted.length > 0 && waiting.length > 1) return accepted(1);
  await settleArrived(world.db, new Set(stored));
  for (const refusal of unwanted) await setAside(world.db, document, refusal, world.now());
  settled(stored.length);
  return stored.length + unwanted.length > 0 ? accepted(most) : spoilt;
}

/** An answer that names none of them is an answer to something else. */
const spoilt = refused({ code: 'call-spoilt' });

/** Central takes every call of this size, in bytes; a proxy before it may not. */
const isTooLarge = ({ code, data }: Issue): boolean => code === 'too-large' || data?.['status'] === 413;

/** The part of an answer that is about these changes: only what it names is decided (rule M9). */
function about(sent: readonly Change[], answer: AuthoredChanges): AuthoredChanges {
  const ids = new Set(sent.map(({ id }) => id));
  const named = answer.refused.map((refusal) => ({
    ...refusal,
    changeIds: refusal.changeIds.filter((id) => ids.has(id)),
  }));
  return {
    stored: answer.stored.filter((id) => ids.has(id)),
    refused: named.filter(({ changeIds }) => changeIds.length > 0),
  };
}
