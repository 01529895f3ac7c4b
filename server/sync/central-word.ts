/** Central's own changes about other changes, in its own name. */
import { encodeBody } from '#shared/change/codec/struct';
import { startClock, stampOver } from '#shared/change/hlc';
import type { Change } from '#shared/change/change';
import type { JsonObject } from '#shared/json';
import { newId } from '../new-id';
import type { Addition } from './submission';

/** No member of staff and no device has this id. */
export const CENTRAL = 'central';

/** `now`: central's time, milliseconds. */
export function wordOf(
  kind: string,
  entityId: string,
  patch: JsonObject,
  document: string,
  now: number,
): Addition {
  const { hlc } = stampOver(startClock, now, CENTRAL, []);
  const by = { userId: CENTRAL, deviceId: CENTRAL };
  const change: Change = { id: newId(now), hlc, ...by, n: 1, kind, entityId, patch };
  return { document, change, body: encodeBody(change) };
}
