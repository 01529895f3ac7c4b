/** The first content of the form of a new asset: from the address, or alike with another asset. */
import type { EquipmentNames } from '../pieces/equipment-names';
import { blankAssetDraft, type AssetDraft } from './asset-draft';

type Fresh = Pick<AssetDraft, 'storeId' | 'assetNumber'>;

/** A page of the catalogue may lead here with its item, a search with a serial number, a round with its place. */
export function addressedDraft(
  query: URLSearchParams,
  { catalogue }: Pick<EquipmentNames, 'catalogue'>,
  fresh: Fresh,
): AssetDraft {
  const item = catalogue.get(query.get('item') ?? '');
  const { id: catalogueItemId = '', classId = '', categoryId = '', typeId = '' } = item ?? {};
  const [serialNumber, storageLocation] = [query.get('serial') ?? '', query.get('place') ?? ''];
  const said = { catalogueItemId, classId, categoryId, typeId, serialNumber, storageLocation };
  return { ...blankAssetDraft, ...said, ...fresh };
}

/** The same make in the same place; the person fills in the fields that tell one piece from another. */
export const draftLike = (other: AssetDraft, fresh: Fresh): AssetDraft => ({
  ...other,
  ...fresh,
  serialNumber: '',
  notes: '',
  needsReplacement: false,
});
