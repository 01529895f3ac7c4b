/** What central itself owes to a set of changes: moves and what they bring (W2), two creations (W4), who was shut out (K8). */
import { CONFIG, storeOf } from '#shared/change/documents';
import { hlcTime } from '#shared/change/hlc';
import { allIn, type AtCentral } from './sets';
import type { Proven } from './visit';
import { byAsset, creations, disowned, named, whose, type Found } from './whose';

/** What is lacking, in words; nothing where central has done all of it. */
export function unsettled(central: AtCentral, proven: Proven = new Map()): string[] {
  const lacking: string[] = [];
  for (const [id, found] of byAsset(central.sets)) {
    lacking.push(...ofMoves(found).map((what) => `${id}: ${what}`));
    lacking.push(...ofCreations(found).map((what) => `${id}: ${what}`));
  }
  return [...lacking, ...twice(central), ...ofShutOut(central, proven)];
}

/** What central writes it writes once: a move that follows again brings nothing (W2). */
function twice({ sets }: AtCentral): string[] {
  return [...sets].flatMap(([document, clients]) =>
    [...clients.values()].flatMap((chain) => {
      const ids = chain.map(({ change }) => change.id);
      return ids.flatMap((id, at) => (ids.indexOf(id) < at ? [`${id} stands twice in ${document}`] : []));
    }),
  );
}

const inStore = (found: readonly Found[], store: string): Set<string> =>
  new Set(found.filter(({ document }) => storeOf(document) === store).map(({ change }) => change.id));

function ofMoves(found: readonly Found[]): string[] {
  const { owner, stores, counts, moves } = whose(found);
  if (moves.length === 0 || owner === undefined) return [];
  const lacking: string[] = [];
  for (const store of stores)
    for (const { change } of moves)
      if (!inStore(found, store).has(change.id)) lacking.push(`${store} does not hear of move ${change.id}`);
  const there = inStore(found, owner);
  for (const { change, document } of found)
    if (counts.has(change.id) && !there.has(change.id) && stores.has(storeOf(document) ?? ''))
      lacking.push(`${owner} lacks ${change.kind} ${change.id} of ${document}`);
  return lacking;
}

function ofCreations(found: readonly Found[]): string[] {
  const made = creations(found);
  const [win] = made;
  const stores = new Set(made.map(({ store }) => store));
  if (!win || stores.size < 2) return [];
  return [...stores].flatMap((store) => {
    const isSaid = found.some(
      ({ document, change: { kind, patch } }) =>
        storeOf(document) === store &&
        kind === 'asset.first' &&
        patch['createId'] === win.id &&
        Number(patch['since']) <= win.since,
    );
    return isSaid ? [] : [`${store} does not hear that ${win.id} stands, since ${win.since}`];
  });
}

/** What a device that was shut out brought as new afterwards does not count, unless it is proven to be older (rule P10). */
function ofShutOut({ sets, known, out }: AtCentral, proven: Proven): string[] {
  const all = allIn(sets);
  const gone = disowned(all);
  const taken = new Set(all.flatMap(({ change }) => (change.kind.endsWith('.own') ? named(change) : [])));
  return all.flatMap(({ document, change }) => {
    if (document !== CONFIG || change.kind !== 'device.revoke' || !known.has(change.entityId)) return [];
    const at = hlcTime(change.hlc);
    const late = all.filter(
      (one) =>
        one.by === change.entityId &&
        one.since > at &&
        (proven.get(`${one.document} ${one.change.id}`) ?? Infinity) > at &&
        !gone.has(one.change.id) &&
        !taken.has(one.change.id),
    );
    return [
      ...(out.has(change.entityId) ? [] : [`${change.entityId} is not shut out`]),
      ...late.map((one) => `${one.change.id} of ${change.entityId} counts`),
    ];
  });
}
