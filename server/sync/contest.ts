/**
 * An asset that was created in two stores (rule W4), which only a restore brings about. The one that is proven to be older stands, and
 * central records that in the documents of both. Changes of the other one, earlier or later, do not count.
 */
import { storeDocument, storeOf, yearOf } from '#shared/change/documents';
import type { Change } from '#shared/change/change';
import { refKey, refOf } from '#shared/change/entity-ref';
import { changeIdsIn, disownedBy, firstsOf, isWord, type First } from '#shared/change/standing';
import type { Tx } from '../database/port/central-database';
import type { LoggedChange, StoredChange } from '../database/port/changes';
import { wordOf } from './central-word';
import { placesOf } from './history-of';
import type { Addition } from './submission';

/** Central's words after these changes were stored; none where no asset has two creations. */
export async function contesting(
  tx: Tx,
  stored: readonly StoredChange[],
  now: number,
): Promise<{ additions: Addition[]; contested: number }> {
  const touched = [
    ...new Set(stored.flatMap(({ change }) => (isOfAsset(change.kind) ? [change.entityId] : []))),
  ];
  const refs = touched.map((id) => ({ entity: 'asset', id }));
  const stores = refs.length > 0 ? await tx.changes.storesOwning(refs) : new Map<string, string[]>();
  const additions: Addition[] = [];
  let contested = 0;
  for (const ref of refs) {
    if ((stores.get(refKey(ref))?.length ?? 0) < 2) continue;
    const said = await firstOf(tx, ref.id, now);
    if (!said) continue;
    if (said.additions.length > 0) contested += 1;
    additions.push(...said.additions, ...(await disowning(tx, ref.id, said.first, now)));
  }
  return { additions, contested };
}

/** Logs and files of it do not show where it was created; those of the wrong one are looked at with the next word on it. */
const isOfAsset = (kind: string): boolean => kind.startsWith('asset.') && kind !== 'asset.move';

/** The creation that stands, and the change that states it where none does yet; undefined where only one store created it. */
async function firstOf(
  tx: Tx,
  assetId: string,
  now: number,
): Promise<{ first: First; additions: Addition[] } | undefined> {
  const known = await tx.changes.placingOf(assetId);
  const made = creations(known);
  if (new Set(made.map(({ store }) => store)).size < 2) return undefined;
  const [first] = made;
  if (!first) return undefined;
  const places = await placesOf(
    tx,
    known.filter(({ change }) => change.kind === 'asset.first'),
  );
  const additions: Addition[] = [];
  for (const store of new Set(made.map((one) => one.store))) {
    const isSaid = places.some(
      ({ change, documents }) =>
        documents.some((document) => storeOf(document) === store) &&
        firstsOf([change]).some(({ createId, since }) => createId === first.createId && since <= first.since),
    );
    if (!isSaid)
      additions.push(wordOf('asset.first', assetId, { ...first }, storeDocument(store, yearOf(now)), now));
  }
  // the same word in both documents is one change
  const [word] = additions;
  return {
    first,
    additions: additions.map((one) => ({ ...one, ...(word && { change: word.change, body: word.body }) })),
  };
}

/** The creations that count, each as old as it is proven to be, the oldest first. */
function creations(known: readonly LoggedChange[]): First[] {
  const changes = known.map(({ change }) => change);
  const disowned = disownedBy(changes);
  const best = new Map<string, First>();
  const take = (one: First): void => {
    if (!disowned.has(one.createId) && one.since < (best.get(one.createId)?.since ?? Infinity))
      best.set(one.createId, one);
  };
  for (const { change, receivedAt } of known)
    if (change.kind === 'asset.create' && typeof change.patch['storeId'] === 'string')
      take({ createId: change.id, store: change.patch['storeId'], since: Date.parse(receivedAt) });
  for (const first of firstsOf(changes)) take(first);
  return [...best.values()].sort((a, b) => a.since - b.since || (a.createId < b.createId ? -1 : 1));
}

/**
 * The changes in the documents of a store whose creation alone fell: they are of another thing. Changes that fell before, when another
 * stood, count again.
 */
async function disowning(
  tx: Tx,
  assetId: string,
  { createId, store }: First,
  now: number,
): Promise<Addition[]> {
  const known = await tx.changes.changesOfEntities(await tx.changes.historyOf(assetId));
  const changes = known.map(({ change }) => change);
  const stores = new Set([store, ...changes.flatMap(movedTo)]);
  const disowned = disownedBy(changes);
  const fell = new Set(changes.filter(isOfContest).flatMap(({ patch }) => changeIdsIn(patch)));
  const additions: Addition[] = [];
  for (const { change, documents } of await placesOf(tx, known)) {
    // the first ruling names the creation that stands
    if (isWord(change) || change.kind === 'asset.create') continue;
    const isOther = documents.every((document) => !stores.has(storeOf(document) ?? ''));
    const isDisowned = disowned.has(change.id);
    if (isOther === isDisowned || (isDisowned && !fell.has(change.id))) continue;
    const kind = `${refOf(change).entity}.${isOther ? 'disown' : 'own'}`;
    const patch = { changeIds: [change.id], createId };
    for (const storeId of new Set(documents.flatMap((document) => storeOf(document) ?? [])))
      additions.push(wordOf(kind, change.entityId, patch, storeDocument(storeId, yearOf(now)), now));
  }
  return additions;
}

const movedTo = ({ kind, patch: { storeId } }: Change): string[] =>
  kind === 'asset.move' && typeof storeId === 'string' ? [storeId] : [];

const isOfContest = ({ kind, patch }: Change): boolean =>
  kind.endsWith('.disown') && typeof patch['createId'] === 'string';
