/** Plans which documents are kept open, and which are only visited because something moved there. */
import { CONFIG, storeDocument, storeOf } from '#shared/change/documents';

export interface PlanInput {
  /** false for staff, who replicate central data alone */
  isSite: boolean;
  /** stores that are active here */
  storeIds: readonly string[];
  /** central's year as last known */
  year: number;
  /** central's list; an older server gives no roots */
  central: readonly { name: string; seq: number; root?: string | undefined }[];
  /** as it was listed when this device was last complete */
  known: ReadonlyMap<string, { seq: number }>;
  /** the documents here, with their roots */
  roots: ReadonlyMap<string, string>;
  /** documents that differ and were exchanged from just this state of both sides, with the server that runs now, since this app was opened */
  settled: ReadonlySet<string>;
  /** documents of which this device can prove something */
  proven: ReadonlySet<string>;
  /** stores with changes to send */
  waitingStores: ReadonlySet<string>;
  /** documents in which changes were sent and not confirmed */
  unconfirmed: ReadonlySet<string>;
}

export interface Plan {
  keep: string[];
  visit: string[];
  /** documents of stores that are not active here: this device only gives back what it can prove of them (rule G9) */
  giveBack: string[];
}

/** A technician with 200 stores must not hold 200 sockets. */
export const KEPT_STORES = 8;

export function plan(input: PlanInput): Plan {
  const { isSite, storeIds, year, central, proven, waitingStores, unconfirmed } = input;
  const urgent = storeIds.filter((id) => waitingStores.has(id));
  const ranked = [...new Set([...urgent, ...storeIds])];
  const keep = [CONFIG, ...ranked.slice(0, KEPT_STORES).map((id) => storeDocument(id, year))];
  const moved = central.filter((listed) => hasMoved(listed, input)).map(({ name }) => name);
  // a document that central lists no more is lost there
  const listed = new Set(central.map(({ name }) => name));
  const unlisted = [...proven].filter((name) => !listed.has(name));
  const isActive = (name: string): boolean => storeIds.includes(storeOf(name) ?? '');
  const crowdedOut = urgent.slice(KEPT_STORES);
  // changes made in a store before it moved to another site may still be sent
  const lost = isSite ? [...waitingStores].filter((id) => !storeIds.includes(id)) : [];
  const toSend = [...crowdedOut, ...lost].map((id) => storeDocument(id, year));
  const ofSite = isSite ? [...moved, ...unlisted.filter(isActive)] : [];
  const visit = [...new Set([...toSend, ...unconfirmed, ...ofSite])];
  const giveBack = isSite ? unlisted.filter((name) => storeOf(name) !== undefined && !isActive(name)) : [];
  return { keep, visit: visit.filter((name) => !keep.includes(name)), giveBack };
}

/**
 * True if a document holds other changes at central than here, or was never proven here (rule P8). Nothing else can tell: a restored server
 * counts the same numbers again, and may list the very root that it listed before this device gave it more.
 */
function hasMoved(
  { name, seq, root }: PlanInput['central'][number],
  { known, roots, settled, proven }: PlanInput,
): boolean {
  if (root === undefined) return known.get(name)?.seq !== seq;
  if (!proven.has(name)) return true;
  return root !== roots.get(name) && !settled.has(name);
}
