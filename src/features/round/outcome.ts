/** The result of a scan in words, for the person in front of the piece or the label. */
import type { AssetRow } from '../../replica/records';
import type { Found } from '../../scan/find-asset';
import type { Outcome } from '../../scan/signal';
import type { Words } from '../../words/words.svelte';
import type { Round } from './round';

export interface Told {
  kind: Outcome;
  title: string;
  text?: string;
  /** the address for adding a piece that nobody here knows */
  add?: string;
  /** a removed one, which may come back */
  removed?: AssetRow;
  /** one of another store, which may stay */
  elsewhere?: AssetRow;
}

/** `store`: the name of the store that the asset belongs to; `mayMove`: the person may move it here. */
export function toldOfAsset(
  words: Words,
  round: Round,
  asset: AssetRow,
  { store, mayMove }: { store: string; mayMove: boolean },
): Told {
  const { assetNumber, storeId, deletedAt, storageLocation: location = '' } = asset;
  if (deletedAt !== undefined) {
    const title = words.t('round.isRemoved', { assetNumber });
    return { kind: 'removed', removed: asset, title, text: words.t('round.isRemovedText') };
  }
  if (storeId !== round.storeId) {
    const title = words.t('round.elsewhere', { assetNumber, store });
    const text = words.t(mayMove ? 'round.elsewhereText' : 'round.elsewhereAsk');
    return { kind: 'elsewhere', elsewhere: asset, title, text };
  }
  if (round.location !== '' && location !== round.location)
    return {
      kind: 'elsewhere',
      title: words.t('round.otherPlace', { assetNumber, location: location || '–' }),
    };
  const already = round.seen.some(({ assetId }) => assetId === asset.id);
  return {
    kind: already ? 'again' : 'here',
    title: words.t(already ? 'round.again' : 'round.seen', { assetNumber }),
  };
}

/** Longer texts are no number that anybody would want to keep. */
const LONGEST = 300;

/** The outcome for a label that no asset here bears. */
export function toldOfUnknown(words: Words, found: Found, read: string, mayAdd: boolean): Told {
  const text = 'text' in found ? found.text : read;
  const as = found.kind === 'new' ? 'label' : 'serial';
  const isAddable = mayAdd && found.kind !== 'not-here' && text.length <= LONGEST;
  return {
    ...{ kind: 'unknown', title: words.t('round.notKnown') },
    ...(isAddable && { add: `/assets/new?${as}=${encodeURIComponent(text)}` }),
  };
}
