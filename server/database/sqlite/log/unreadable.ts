/**
 * Changes of the log that a disk has spoilt. Something stands for them, so that the server starts and all else goes on: a change of a kind
 * that nobody knows, which staff see flagged. It is of this server alone, and is never sent: devices may hold the true one.
 */
import { createHash } from 'node:crypto';
import type { Change } from '#shared/change/change';
import { formatHlc } from '#shared/change/hlc';

const UNREADABLE = 'unreadable.found';

const BY = 'central';

/** Anybody may send a change of the same kind: what was made here is known by itself alone. */
const made = new WeakSet<Pick<Change, 'kind'>>();

let met = 0;

/** The number that this thread has met since it began. */
export const unreadablesMet = (): number => met;

/** The same for the same bytes. */
export function unreadable(body: Uint8Array): Change {
  const hex = createHash('sha256').update(body).digest('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-'); // prettier-ignore
  const by = { userId: BY, deviceId: BY, n: 1 };
  const hlc = formatHlc({ ms: 0, counter: 0, deviceId: BY });
  const change: Change = { id, hlc, ...by, kind: UNREADABLE, entityId: id, patch: {} };
  made.add(change);
  met += 1;
  return change;
}

export const isUnreadable = (change: Pick<Change, 'kind'>): boolean => made.has(change);
