/** The assets that records are, or hang on. */
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import { isWord } from '#shared/change/standing';
import type { Tx } from '../database/port/central-database';
import type { StoredChange } from '../database/port/changes';
import { concernsOf } from './offer';

/** By `refKey`: the assets of each of these. A log names its asset, a file an asset or a log. */
async function ownersOf(
  tx: Pick<Tx, 'changes'>,
  refs: readonly EntityRef[],
): Promise<Map<string, Set<string>>> {
  const owners = new Map(
    refs.map((ref): [string, Set<string>] => [refKey(ref), new Set(ref.entity === 'asset' ? [ref.id] : [])]),
  );
  const hanging = refs.filter(({ entity }) => entity !== 'asset');
  if (hanging.length === 0) return owners;
  const said = (await tx.changes.changesOfEntities(hanging)).map(({ change }) => ({
    key: refKey(refOf(change)),
    // nothing hangs on a file
    above: concernsOf(change)
      .slice(1)
      .filter(({ entity }) => entity === 'asset' || entity === 'assetLog'),
  }));
  const above = await ownersOf(tx, byKey(said.flatMap((one) => one.above)));
  for (const one of said)
    for (const ref of one.above) for (const id of above.get(refKey(ref)) ?? []) owners.get(one.key)?.add(id);
  return owners;
}

export async function assetsOf(tx: Pick<Tx, 'changes'>, refs: readonly EntityRef[]): Promise<string[]> {
  return [...new Set([...(await ownersOf(tx, byKey(refs))).values()].flatMap((ids) => [...ids]))];
}

/**
 * Those of these changes that concern assets which lie in several stores: by asset, the logs and files among what they are about. What fell
 * before its asset was moved lies in one store alone, until central's word makes it count again.
 */
export async function spreadIn(tx: Tx, stored: readonly StoredChange[]): Promise<Map<string, EntityRef[]>> {
  const concerns = stored.map(({ change }) => concernsOf(change));
  const isWordAt = (at: number): boolean => stored[at] !== undefined && isWord(stored[at].change);
  const placements = await tx.changes.storesOwning(byKey(concerns.flat()));
  // a log and its file may have come back in the documents of two stores
  const areSpread = (some: readonly EntityRef[]): boolean =>
    new Set(some.flatMap((ref) => placements.get(refKey(ref)) ?? [])).size > 1;
  const refs = byKey(concerns.filter((some, at) => isWordAt(at) || areSpread(some)).flat());
  const owners = await ownersOf(tx, refs);
  const found = new Map(
    [...owners.values()].flatMap((ids) => [...ids].map((id): [string, EntityRef[]] => [id, []])),
  );
  for (const ref of refs)
    if (ref.entity !== 'asset') for (const id of owners.get(refKey(ref)) ?? []) found.get(id)?.push(ref);
  return found;
}

const byKey = (refs: readonly EntityRef[]): EntityRef[] => [
  ...new Map(refs.map((ref) => [refKey(ref), ref])).values(),
];
