/** True if a label and an asset of the same serial number are known to be of one maker: short numbers are given by many. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { Label } from '#shared/domain/label/label';
import { searchKey } from '#shared/text-folding';
import type { AssetRow } from '../replica/records';

export type Makes = ReadonlyMap<string, Pick<CatalogueItem, 'code' | 'model' | 'manufacturer'>>;

const bare = (text: string): string => searchKey(text).replace(/[^\p{L}\p{N}]/gu, '');

/** True if both are of one make, by the code of the catalogue, else by the name of the model; false where either gives none. */
export function isSameMake(asset: AssetRow, label: Label, makes: Makes): boolean {
  const item = asset.catalogueItemId === undefined ? undefined : makes.get(asset.catalogueItemId);
  const code = bare(item?.code ?? '');
  if (code !== '' && label.productCodes.length > 0)
    return label.productCodes.some((said) => bare(said) === code);
  const model = bare(item?.model ?? asset.model ?? '');
  return model !== '' && bare(label.modelNumber ?? '') === model;
}
