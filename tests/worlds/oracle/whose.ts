/** Whose an asset is, and what of it counts, from the set of changes alone (rules W1, W4, K8). */
import type { Change } from '#shared/change/change';
import { storeOf } from '#shared/change/documents';
import { allIn, type Kept, type Sets } from './sets';

export interface Found extends Kept {
  document: string;
  client: number;
}

/** The assets of which anything is known, each with all that is about it: its own changes, its logs, its files, words on any of these. */
export function byAsset(sets: Sets<Kept>): Map<string, Found[]> {
  const all = allIn(sets).filter(({ document }) => storeOf(document) !== undefined);
  const owners = new Map<string, string>();
  for (const { change } of all) {
    const { assetId, ownerId } = change.patch;
    if (typeof assetId === 'string') owners.set(change.entityId, assetId);
    if (typeof ownerId === 'string') owners.set(change.entityId, ownerId);
  }
  const assets = new Map<string, Found[]>();
  for (const one of all) {
    let id = one.change.entityId;
    for (let owner = owners.get(id); owner !== undefined && owner !== id; owner = owners.get(id)) id = owner;
    assets.set(id, [...(assets.get(id) ?? []), one]);
  }
  return assets;
}

const verb = ({ kind }: Change): string => kind.slice(kind.indexOf('.') + 1);
const WORDS = ['first', 'disown', 'own'];

/** It says something of other changes, and nothing of a thing. */
export const isWord = (change: Change): boolean => WORDS.includes(verb(change));

/** The ids that a word names. */
export const named = ({ patch: { changeIds } }: Change): string[] =>
  Array.isArray(changeIds) ? changeIds.map(String) : [];

export interface Whose {
  owner: string | undefined;
  /** every store in which it ever was */
  stores: Set<string>;
  /** ids of its changes that count */
  counts: Set<string>;
  moves: Found[];
}

export function disowned(found: readonly Found[]): Set<string> {
  const gone = new Set(
    found.filter(({ change }) => verb(change) === 'disown').flatMap(({ change }) => named(change)),
  );
  for (const { change } of found) if (verb(change) === 'own') for (const id of named(change)) gone.delete(id);
  return gone;
}

/** The creations that are known, by document or by central's word, the one that is proven oldest first. */
export function creations(found: readonly Found[]): { id: string; store: string; since: number }[] {
  const gone = disowned(found);
  const best = new Map<string, { id: string; store: string; since: number }>();
  const take = (id: unknown, store: unknown, since: unknown): void => {
    if (typeof id !== 'string' || typeof store !== 'string' || typeof since !== 'number' || gone.has(id))
      return;
    if (since < (best.get(id)?.since ?? Infinity)) best.set(id, { id, store, since });
  };
  for (const { change, since } of found) {
    if (change.kind === 'asset.create') take(change.id, change.patch['storeId'], since);
    const { createId, store, since: said } = change.patch;
    if (verb(change) === 'first') take(createId, store, said);
  }
  return [...best.values()].sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

export function whose(found: readonly Found[]): Whose {
  const gone = disowned(found);
  const firsts = found
    .filter(({ change }) => verb(change) === 'first')
    .map(({ change: { patch } }) => ({
      id: String(patch['createId']),
      store: patch['store'],
      since: Number(patch['since']),
    }))
    .filter(({ id }) => !gone.has(id))
    .sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const [first] = firsts;
  const live = found.filter(
    ({ change }) =>
      !isWord(change) &&
      !gone.has(change.id) &&
      !(
        first &&
        change.kind === 'asset.create' &&
        change.id !== first.id &&
        change.patch['storeId'] !== first.store
      ),
  );
  const moves = [
    ...new Map(
      live.filter(({ change }) => change.kind === 'asset.move').map((one) => [one.change.id, one]),
    ).values(),
  ];
  moves.sort((a, b) => order(a.change, b.change));
  const [made] = live
    .filter(({ change }) => change.kind === 'asset.create')
    .sort((a, b) => order(a.change, b.change));
  const owner =
    String(moves.at(-1)?.change.patch['storeId'] ?? made?.change.patch['storeId'] ?? '') || undefined;
  const stores = new Set(moves.map(({ change }) => String(change.patch['storeId'])));
  if (made) stores.add(String(made.change.patch['storeId']));
  return { owner, stores, counts: new Set(live.map(({ change }) => change.id)), moves };
}

const order = (a: Change, b: Change): number =>
  a.hlc === b.hlc ? (a.id < b.id ? -1 : 1) : a.hlc < b.hlc ? -1 : 1;
