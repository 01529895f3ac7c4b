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
  /** one of another place in the store, which may stay */
  misplaced?: AssetRow;
}

/** `store`: the name of the store that the asset belongs to; `mayMove`: the person may move it here. */
export function toldOfAsset(
  words: Words,
  round: Round,
  asset: AssetRow,
  { store, mayMove, mayEdit }: { store: string; mayMove: boolean; mayEdit: boolean },
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
      ...(mayEdit && { misplaced: asset, text: words.t('round.otherPlaceText') }),
    };
  const already = round.seen.some(({ assetId }) => assetId === asset.id);
  return {
    kind: already ? 'again' : 'here',
    title: words.t(already ? 'round.again' : 'round.seen', { assetNumber }),
  };
}

/** Longer texts are no number that anybody would want to keep. */
const LONGEST = 300;

/** The outcome for a label that no asset here bears. `add`: the address that adds its equipment. */
export const toldOfUnknown = (words: Words, add: string | undefined): Told => ({
  ...{ kind: 'unknown', title: words.t('round.notKnown') },
  ...(add !== undefined && { add }),
});

/** The address that adds the equipment of an unknown label in the place of the round, and leads back to it. None for a label of another site. */
export function addressToAdd({ storeId, location }: Round, found: Found, read: string): string | undefined {
  const text = 'text' in found ? found.text : read;
  if (found.kind === 'not-here' || text.length > LONGEST) return undefined;
  const query = new URLSearchParams({ ['label' in found ? 'label' : 'serial']: text, round: storeId });
  if (location !== '') query.set('place', location);
  return `/assets/new?${query}`;
}
