/**
 * What a device's visit brings about at central by the rules (G1 to G8, K2 to K8): what comes back in place, which branch lives on
 * beside another, what is taken as new, what is refused. From sets to sets, without messages.
 */
import type { Change } from '#shared/change/change';
import { storeOf } from '#shared/change/documents';
import {
  allIn,
  chainIn,
  commonOf,
  copied,
  idsIn,
  type AtCentral,
  type Kept,
  type OnDevice,
  type Receipt,
  type Sets,
} from './sets';
import { byAsset, whose } from './whose';

export interface Visited {
  /** whether central knows it; else it gives back, and nothing else */
  isIn: boolean;
  /** at central afterwards, before what follows from it; what has no place yet stands under the client `NO_PLACE` */
  sets: Sets<Kept>;
  refused: Map<string, string>;
  /** changes that come back, and the branches among them */
  cameBack: number;
  branches: number;
  /** it shows that central has forgotten something of itself (rule P9) */
  showsRestore: boolean;
}

/** Stands for the client under which something is written whose id the rules leave open. */
export const NO_PLACE = -1;

export function visited(central: AtCentral, device: OnDevice, now: number): Visited {
  const isIn = central.known.has(device.deviceId) && !central.out.has(device.deviceId);
  const result: Visited = {
    ...{
      isIn,
      sets: copied(central.sets),
      refused: new Map(),
      cameBack: 0,
      branches: 0,
      showsRestore: false,
    },
  };
  const waiting: { change: Change; document: string }[] = [];
  for (const [document, clients] of device.sets)
    for (const client of clients.keys()) waiting.push(...giveBack(result, central, device, document, client));
  if (!isIn) return result;
  const placed = new Set(waiting.map(({ change }) => change.id));
  const owedIn = new Map(device.owed.map((one) => [one.change.id, one.document]));
  // what was written in a store that a restore has given back to another site waits for the store (rule D2)
  const writable = central.writable.get(device.deviceId);
  const isTaken = ({ document }: { document: string }): boolean =>
    writable?.has(storeOf(document) ?? '') !== false || storeOf(document) === undefined;
  const owed = device.owed.filter((one) => !placed.has(one.change.id));
  // one that was placed and not confirmed is filed again: in the year that it is now
  const refiled = waiting.map((one) => ({ ...one, document: owedIn.get(one.change.id) ?? one.document }));
  for (const { change, document } of [...refiled, ...owed].filter(isTaken))
    takeNew(result, { change, document, by: device.deviceId, now });
  return result;
}

/** Gives back what is proven of one client's chain; returns what is the device's own beyond that. */
function giveBack(
  result: Visited,
  central: AtCentral,
  device: OnDevice,
  document: string,
  client: number,
): { change: Change; document: string }[] {
  const chain = chainIn(device.sets, document, client);
  const there = chainIn(result.sets, document, client);
  const receipts = (device.receipts.get(document) ?? []).filter(
    ({ vector, keyId }) => vector.has(client) && central.keys.has(keyId),
  );
  const best = receipts.sort((a, b) => (b.vector.get(client) ?? 0) - (a.vector.get(client) ?? 0))[0];
  const proven = Math.min(best?.vector.get(client) ?? 0, chain.length);
  const common = commonOf(chain, there);
  if (best && proven > common) {
    // of several servers a receipt is of another life if central lacks anything that it proves, as it does here
    result.showsRestore ||= central.shared !== undefined || !isKnown(central, device, document, best);
    const kept = ({ change }: { change: Change }): Kept => ({ change, since: best.at, by: device.deviceId });
    if (common === there.length) {
      const back = chain.slice(common, proven);
      append(result.sets, document, client, back.map(kept));
      result.cameBack += back.length;
    } else {
      const here = idsIn(result.sets, document);
      const lacking = chain.slice(0, proven).filter(({ change }) => !here.has(change.id));
      append(result.sets, document, NO_PLACE, lacking.map(kept));
      result.cameBack += lacking.length;
      if (lacking.length > 0) result.branches += 1;
    }
  }
  if (!device.clients.includes(client)) return [];
  return chain.slice(Math.max(proven, common)).map(({ change }) => ({ change, document }));
}

/** document and id of a change → the least time of a receipt for it, milliseconds */
export type Proven = Map<string, number>;

/** What a device's receipts prove of what stands at central; `isShown`: those alone that it shows for being of another life (rule P10). */
export function provenBy(central: AtCentral, device: OnDevice, isShown: boolean): Proven {
  const proven: Proven = new Map();
  for (const [document, receipts] of device.receipts)
    for (const receipt of receipts)
      for (const [client, clock] of receipt.vector) {
        if (isShown && isKnown(central, device, document, receipt)) continue;
        const there = chainIn(central.sets, document, client);
        if (commonOf(chainIn(device.sets, document, client), there) < clock) continue;
        for (const { change } of there.slice(0, clock)) {
          const key = `${document} ${change.id}`;
          proven.set(key, Math.min(receipt.at, proven.get(key) ?? Infinity));
        }
      }
  return proven;
}

/** Whether what this receipt is of is a part of this database's own life (rule P9). */
function isKnown(
  { starts, shared, sets }: AtCentral,
  device: OnDevice,
  document: string,
  { start, seq, vector }: Receipt,
): boolean {
  const index = starts.findIndex((one) => one.start === start);
  const isThere = ([client, clock]: [number, number]): boolean =>
    commonOf(chainIn(device.sets, document, client), chainIn(sets, document, client)) >= clock;
  if (shared) return index >= 0 && seq <= shared.lastSeq && [...vector].every(isThere);
  const next = starts[index + 1];
  return index >= 0 && (next === undefined || seq <= next.fromSeq);
}

interface New {
  change: Change;
  document: string;
  by: string;
  now: number;
}

/** Takes it, or not, by what is known of whose the thing is (rule D4). */
function takeNew({ sets, refused }: Visited, { change, document, by, now }: New): void {
  if (idsIn(sets, document).has(change.id)) return;
  const store = storeOf(document);
  const { assetId } = change.patch;
  const id = typeof assetId === 'string' ? assetId : change.entityId;
  const found = byAsset(sets).get(id) ?? [];
  const { stores } = whose(found);
  const all = new Set([...stores, ...found.flatMap((one) => storeOf(one.document) ?? [])]);
  if (store !== undefined && all.size > 0 && !all.has(store)) return void refused.set(change.id, 'not-yours');
  append(sets, document, NO_PLACE, [{ change, since: now, by }]);
}

function append(sets: Sets<Kept>, document: string, client: number, more: readonly Kept[]): void {
  if (more.length === 0) return;
  const clients = sets.get(document) ?? new Map<number, Kept[]>();
  clients.set(client, [...(clients.get(client) ?? []), ...more]);
  sets.set(document, clients);
}

export const everywhere = (sets: Sets): Map<string, Change> =>
  new Map(allIn(sets).map(({ document, change }) => [`${document} ${change.id}`, change]));
