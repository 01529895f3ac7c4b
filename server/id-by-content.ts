/**
 * Ids of changes which central makes of something that may come to it twice: a record of an Open mSupply site, a move that a device asks
 * for, a line of an import, its own reference data. The first half of such an id is of that cause, the rest of what the change says. Made
 * again in another life of central, of which devices may bring the first one back, it is the same change or has another id (rules C1, C2).
 */
import type { Change } from '#shared/change/change';
import { canonicalJson } from '#shared/canonical-json';
import { derivedUuid } from '#shared/derived-uuid';
import type { Json } from '#shared/json';

const NAMESPACE = '7d1a1b0e-2d7c-5f0f-9a51-7f4c53c5a6d2';

/** The length of the part of an id that its cause gives. */
const OF_CAUSE = 'xxxxxxxx-xxxx-xxxx'.length;

/** The part of an id that all changes of one cause have in common. */
export const causeIn = (id: string): string => id.slice(0, OF_CAUSE);

/** The id of `change`, of which `cause` (a UUID) is the cause. */
export const idByContent = (cause: string, change: Omit<Change, 'id' | 'n'>): string =>
  causeIn(cause) + ofContent(change).slice(OF_CAUSE);

/** A number of at most 31 bits that follows from what the change says. */
export const numberByContent = (change: Omit<Change, 'id' | 'n'>): number =>
  Number.parseInt(ofContent(change).slice(0, 8), 16) >>> 1 || 1;

/** True if this cause became a change that is among these, whatever that said then. */
export const isCauseOf = (cause: string, changes: readonly Pick<Change, 'id'>[]): boolean =>
  changes.some(({ id }) => causeIn(id) === causeIn(cause));

function ofContent({ hlc, userId, deviceId, kind, entityId, patch, base }: Omit<Change, 'id' | 'n'>): string {
  const said = { hlc, userId, deviceId, kind, entityId, patch, ...(base && { base }) };
  return derivedUuid(NAMESPACE, canonicalJson(said as unknown as Json));
}
