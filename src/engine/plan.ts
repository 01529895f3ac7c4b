/** Which documents are kept open, and which are only looked at because something moved there. */
import { CONFIG, storeDocument } from '#shared/change/documents';

export interface PlanInput {
  /** false for staff, who replicate central data alone */
  isSite: boolean;
  /** stores that are active here */
  storeIds: readonly string[];
  /** central's year as last known */
  year: number;
  /** what central has, by its sequence number */
  central: readonly { name: string; seq: number }[];
  /** up to where this device was complete */
  known: ReadonlyMap<string, number>;
  /** stores with changes to send */
  waitingStores: ReadonlySet<string>;
  /** documents in which changes were sent and not confirmed */
  unconfirmed: ReadonlySet<string>;
}

export interface Plan {
  keep: string[];
  visit: string[];
}

/** A technician with 200 stores must not hold 200 sockets. */
export const KEPT_STORES = 8;

export function plan({
  isSite,
  storeIds,
  year,
  central,
  known,
  waitingStores,
  unconfirmed,
}: PlanInput): Plan {
  const urgent = storeIds.filter((id) => waitingStores.has(id));
  const ranked = [...new Set([...urgent, ...storeIds])];
  const keep = [CONFIG, ...ranked.slice(0, KEPT_STORES).map((id) => storeDocument(id, year))];
  const moved = central.filter(({ name, seq }) => known.get(name) !== seq).map(({ name }) => name);
  const crowdedOut = urgent.slice(KEPT_STORES);
  // what was made in a store before it moved to another site may still be sent
  const lost = isSite ? [...waitingStores].filter((id) => !storeIds.includes(id)) : [];
  const toSend = [...crowdedOut, ...lost].map((id) => storeDocument(id, year));
  const visit = [...new Set([...toSend, ...unconfirmed, ...(isSite ? moved : [])])];
  return { keep, visit: visit.filter((name) => !keep.includes(name)) };
}
