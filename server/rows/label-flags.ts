/**
 * One label in two stores: two assets whose ids were made from a label (UUID of version 5), with one serial number, and of models that do
 * not contradict each other. The piece was moved, or somebody scanned it in the wrong store: staff see both.
 */
import type { Asset } from '#shared/domain/asset';
import type { Issue } from '#shared/result';
import type { RowsTx } from '../database/port/rows-tx';

const LABEL_TWICE = 'label-in-two-stores';

const isLabelled = (id: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/i.test(id);

export async function labelIssues(rows: Pick<RowsTx, 'withSerialNumber'>, asset: Asset): Promise<Issue[]> {
  const { id, serialNumber, deletedAt } = asset;
  if (deletedAt !== undefined || serialNumber === undefined || !isLabelled(id)) return [];
  const alike = await rows.withSerialNumber(serialNumber);
  const other = alike.find(
    (one) =>
      one.id !== id &&
      one.serialNumber === serialNumber &&
      isLabelled(one.id) &&
      one.storeId !== asset.storeId &&
      mayBeOne(one, asset),
  );
  return other
    ? [
        {
          code: LABEL_TWICE,
          field: 'serialNumber',
          data: { otherId: other.id, otherNumber: other.assetNumber, otherStoreId: other.storeId },
        },
      ]
    : [];
}

/** A field that either leaves open contradicts nothing. */
const mayBeOne = (one: Asset, other: Asset): boolean =>
  one.catalogueItemId === undefined ||
  other.catalogueItemId === undefined ||
  one.catalogueItemId === other.catalogueItemId;
