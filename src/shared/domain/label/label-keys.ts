/** The values on a label that name one piece of equipment, and so make the id of its asset. */
import { derivedAssetId } from './derived-id';
import type { Label } from './label';

/** Kind and value: GTIN and serial number, an individual asset id (8004), or a returnable asset id (8003) with its serial part. */
type LabelKey = readonly [of: string, value: string];

/** A returnable asset id without a serial part names a kind of crate, not one crate. */
const WHOLE_KIND = 14;

export function labelKeys(label: Label): LabelKey[] {
  const { gtin, serialNumber, individualAssetId, returnableAssetId } = label;
  const keys: LabelKey[] = [];
  if (gtin !== undefined && serialNumber !== undefined) keys.push([gtin, serialNumber]);
  if (individualAssetId !== undefined) keys.push(['8004', individualAssetId]);
  if (returnableAssetId !== undefined && returnableAssetId.length > WHOLE_KIND)
    keys.push(['8003', returnableAssetId]);
  return keys;
}

/** The ids that a label may have made in these stores. */
export const labelledIds = (label: Label, storeIds: readonly string[]): Set<string> =>
  new Set(
    labelKeys(label).flatMap(([of, value]) => storeIds.map((storeId) => derivedAssetId(storeId, of, value))),
  );

/** The id of a new asset of this label; undefined where the label does not name one piece. */
export function newLabelledId(storeId: string, label: Label): string | undefined {
  const [key] = labelKeys(label);
  return key && derivedAssetId(storeId, ...key);
}
