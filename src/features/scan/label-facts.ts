/** The content of a label, in words: only facts that a person would look for on the plate. */
import type { Label } from '#shared/domain/label/label';
import { fieldLabel } from '../equipment/pieces/asset-fields';
import type { Words } from '../../words/words.svelte';

export function labelFacts(words: Words, label: Label): { label: string; value: string }[] {
  const { serialNumber, gtin, productCodes, modelNumber, warrantyStart, warrantyEnd } = label;
  const { individualAssetId, returnableAssetId, productionDate } = label;
  const day = (date: string | undefined): string => (date === undefined ? '' : words.date(date));
  return [
    { label: fieldLabel(words, 'serialNumber'), value: serialNumber ?? '' },
    { label: fieldLabel(words, 'catalogueItemId'), value: productCodes.join(', ') },
    { label: fieldLabel(words, 'model'), value: modelNumber ?? '' },
    { label: fieldLabel(words, 'warrantyStart'), value: day(warrantyStart) },
    { label: fieldLabel(words, 'warrantyEnd'), value: day(warrantyEnd) },
    { label: words.t('scanned.made'), value: day(productionDate) },
    { label: words.t('scanned.individualAssetId'), value: individualAssetId ?? '' },
    { label: words.t('scanned.returnableAssetId'), value: returnableAssetId ?? '' },
    { label: 'GTIN', value: gtin ?? '' },
  ].filter(({ value }) => value !== '');
}
