/**
 * Central's rulings on other changes of an entity (rules W4, K8). They say which of two creations in two stores stands, and
 * which changes do not count because central had shut out their author. Like everything else, they are a function of the set,
 * in any order of arrival.
 */
import type { Json } from '../json';
import type { Change } from './change';

const verbOf = ({ kind }: Pick<Change, 'kind'>): string => kind.slice(kind.indexOf('.') + 1);

/** Says something of other changes, and nothing of the entity itself. */
export const isWord = (change: Pick<Change, 'kind'>): boolean => wordVerbs.has(verbOf(change));

export const wordFields = ['createId', 'store', 'since', 'changeIds'] as const;

const wordVerbs = new Set(['first', 'disown', 'own']);

/** Of two creations in two stores, the one that stands: `since` when it is proven to have been stored, milliseconds. */
export interface First {
  createId: string;
  store: string;
  since: number;
}

export function firstsOf(changes: readonly Change[]): First[] {
  const said = changes.filter((change) => verbOf(change) === 'first').flatMap(({ patch }) => firstIn(patch));
  return said.sort((a, b) => a.since - b.since || (a.createId < b.createId ? -1 : 1));
}

function firstIn({ createId, store, since }: Record<string, Json>): First[] {
  const isSaid = typeof createId === 'string' && typeof store === 'string' && typeof since === 'number';
  return isSaid ? [{ createId, store, since }] : [];
}

/** The ids of the changes that do not count. */
export function disownedBy(changes: readonly Change[]): Set<string> {
  const ids = new Set(named(changes, 'disown'));
  // a change that is proven right is right, whatever was ruled meanwhile
  for (const id of named(changes, 'own')) ids.delete(id);
  return ids;
}

const named = (changes: readonly Change[], verb: string): string[] =>
  changes.flatMap((change) => (verbOf(change) === verb ? changeIdsIn(change.patch) : []));

export const changeIdsIn = ({ changeIds }: Record<string, Json>): string[] =>
  Array.isArray(changeIds) ? changeIds.filter((id) => typeof id === 'string') : [];

/** The changes that count, without these words. */
export function standing(changes: Change[]): Change[] {
  if (!changes.some(isWord)) return changes;
  const disowned = disownedBy(changes);
  const live = changes.filter((change) => !isWord(change) && !disowned.has(change.id));
  const [first] = firstsOf(changes).filter(({ createId }) => !disowned.has(createId));
  return first ? live.filter((change) => !isOtherCreation(change, first)) : live;
}

const isOtherCreation = ({ id, kind, patch }: Change, { createId, store }: First): boolean =>
  kind === 'asset.create' && id !== createId && patch['storeId'] !== store;
