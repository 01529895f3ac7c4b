/** The facts that tell two records of one piece apart, for the eye. */
import type { KeyValue } from '../../../ui/list/key-value';
import type { AssetRow } from '../../../replica/records';
import { fieldLabel } from '../pieces/asset-fields';
import { describeAsset, makeOf } from '../pieces/equipment-names';
import type { FieldContext } from '../field-words';

export function factsForMerge(asset: AssetRow, { words, names, stores }: FieldContext): KeyValue[] {
  const { functionalStatus, statusLoggedAt, serialNumber = '', storageLocation = '' } = asset;
  const status = functionalStatus ? words.t(`status.${functionalStatus}`) : '';
  const said = statusLoggedAt === undefined ? '' : words.instant(statusLoggedAt);
  return [
    { label: words.t('asset.model'), value: makeOf(describeAsset(asset, names)) },
    { label: fieldLabel(words, 'serialNumber'), value: serialNumber },
    { label: words.t('status.heading'), value: words.line(status, said) },
    { label: fieldLabel(words, 'storeId'), value: stores.get(asset.storeId) ?? '' },
    { label: fieldLabel(words, 'storageLocation'), value: storageLocation },
    { label: fieldLabel(words, 'createdAt'), value: words.instant(asset.createdAt) },
  ].filter(({ value }) => value !== '');
}
