/** All recorded facts of an asset, each under its label; an unknown fact is left out. */
import type { AssetRow } from '../../../replica/records';
import type { FieldContext } from '../field-words';
import { fieldLabel } from '../pieces/asset-fields';
import { describeAsset } from '../pieces/equipment-names';

export function assetFacts(
  asset: AssetRow,
  { words, names, stores }: FieldContext,
): { label: string; value: string }[] {
  const described = describeAsset(asset, names);
  const day = (date: string | undefined): string => (date === undefined ? '' : words.date(date));
  return [
    ['assetNumber', asset.assetNumber],
    ['serialNumber', asset.serialNumber ?? ''],
    ['storeId', stores.get(asset.storeId) ?? ''],
    ['storageLocation', asset.storageLocation ?? ''],
    ['classId', described.className],
    ['categoryId', described.category],
    ['typeId', described.type],
    ['manufacturer', described.manufacturer],
    ['model', described.model],
    ['installationDate', day(asset.installationDate)],
    ['replacementDate', day(asset.replacementDate)],
    ['needsReplacement', words.t(asset.needsReplacement ? 'common.yes' : 'common.no')],
    ['warrantyStart', day(asset.warrantyStart)],
    ['warrantyEnd', day(asset.warrantyEnd)],
    ['donor', asset.donor ?? ''],
    ['notes', asset.notes ?? ''],
  ]
    .filter(([, value]) => value !== '')
    .map(([field = '', value = '']) => ({ label: fieldLabel(words, field), value }));
}
