/** Merges two records of one item; it can be taken back at once, and later from the page of the item. */
import { mergeAssets, separateAsset } from '#shared/commands/merge-assets';
import type { Issue } from '#shared/result';
import { useNavigation } from '../../../page/navigation';
import { useToasts } from '../../../page/toasts.svelte';
import type { AssetRow } from '../../../replica/records';
import { useReplica } from '../../../replica/replica-context';
import { useWords } from '../../../words/words.svelte';
import { assetAddress } from '../addresses';

type Merging = (
  records: readonly Pick<AssetRow, 'id' | 'assetNumber'>[],
  id: string,
  into: string,
) => Promise<readonly Issue[]>;

/** Returns the issues in the way; without any, the page of the record that stays is shown. To be called while a component is set up. */
export function useMerging(): Merging {
  const replica = useReplica();
  const toasts = useToasts();
  const navigation = useNavigation();
  const words = useWords();

  async function separate(id: string): Promise<void> {
    const result = await replica.commit(separateAsset, { id });
    if (result.ok) toasts.say({ text: words.t('equipment.separated') });
    else
      for (const { code, data } of result.issues)
        toasts.say({ text: words.sayError(code, data), tone: 'error' });
  }

  return async (records, id, into) => {
    const assetNumber = records.find((row) => row.id === into)?.assetNumber ?? '';
    const result = await replica.commit(mergeAssets, { id, into });
    if (!result.ok) return result.issues;
    toasts.say({
      text: words.t('equipment.merged', { assetNumber }),
      action: { label: words.t('equipment.undo'), onclick: () => void separate(id) },
    });
    navigation.go(assetAddress(into, navigation.query));
    return [];
  };
}
