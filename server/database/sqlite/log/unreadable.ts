/**
 * Changes of the log that a disk has spoilt. Something stands for them, so that the server starts and all else goes on: a change of a kind
 * that nobody knows, which staff see flagged. It is of this server alone, and is never sent: devices may hold the true one.
 */
import { createHash } from 'node:crypto';
import type { Change } from '#shared/change/change';
import { formatHlc } from '#shared/change/hlc';

export const UNREADABLE = 'unreadable.found';

const BY = 'central';

/** The same for the same bytes. */
export function unreadable(body: Uint8Array): Change {
  const hex = createHash('sha256').update(body).digest('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-'); // prettier-ignore
  const by = { userId: BY, deviceId: BY, n: 1 };
  return {
    id,
    hlc: formatHlc({ ms: 0, counter: 0, deviceId: BY }),
    ...by,
    kind: UNREADABLE,
    entityId: id,
    patch: {},
  };
}

export const isUnreadable = ({ kind }: Pick<Change, 'kind'>): boolean => kind === UNREADABLE;
