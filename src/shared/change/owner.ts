/**
 * The store that owns an asset (rule W1): a function of the set of its changes, in any order of arrival. The greatest move by
 * time decides. An asset that was never moved is in the store that its creation names.
 */
import { isFirstVerb, parseKind } from '../domain/entities';
import type { Change } from './change';
import { compareHlc } from './hlc';
import { isWord, standing } from './standing';

export const isMove = ({ kind }: Pick<Change, 'kind'>): boolean => kind === 'asset.move';

const isCreation = ({ kind }: Change): boolean => {
  const known = parseKind(kind);
  return known?.entity === 'asset' && isFirstVerb(known.verb);
};

/** True for the changes of an asset on which it depends where it is, and what of it counts: creations, moves, and central's words. */
export const saysWhere = (change: Change): boolean =>
  change.kind.startsWith('asset.') && (isMove(change) || isCreation(change) || isWord(change));

/** Undefined while neither a move nor a creation that names a store is known. */
export function ownerOf(changes: Iterable<Change>): string | undefined {
  const said = standing([...changes]).filter((change) => typeof change.patch['storeId'] === 'string');
  const move = said.filter(isMove).reduce<Change | undefined>(later, undefined);
  const first = said.filter(isCreation).reduce<Change | undefined>(earlier, undefined);
  const storeId = (move ?? first)?.patch['storeId'];
  return typeof storeId === 'string' ? storeId : undefined;
}

const order = (a: Change, b: Change): number => compareHlc(a.hlc, b.hlc) || compareHlc(a.id, b.id);
const later = (most: Change | undefined, one: Change): Change => (most && order(most, one) > 0 ? most : one);
const earlier = (least: Change | undefined, one: Change): Change =>
  least && order(least, one) < 0 ? least : one;
