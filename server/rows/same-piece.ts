/**
 * Two records that are most likely of one piece: one serial number and one maker, in any stores. Staff and sites see both, and may merge
 * them.
 */
import type { Asset } from '#shared/domain/asset';
import { pieceKey } from '#shared/domain/same-piece';
import type { Issue } from '#shared/result';
import type { RowsTx } from '../database/port/rows-tx';

export async function samePieceIssues(
  rows: Pick<RowsTx, 'withSerialNumber' | 'get'>,
  asset: Asset,
): Promise<Issue[]> {
  const { id, serialNumber, deletedAt } = asset;
  if (deletedAt !== undefined || serialNumber === undefined) return [];
  // what people write where there is none is shared by many
  if (pieceKey(serialNumber, undefined) === undefined) return [];
  const alike = (await rows.withSerialNumber(serialNumber)).filter((one) => one.id !== id);
  if (alike.length === 0) return [];
  const key = pieceKey(serialNumber, await makerOf(rows, asset));
  for (const other of alike) {
    if (pieceKey(other.serialNumber, await makerOf(rows, other)) !== key) continue;
    const data = { otherId: other.id, otherNumber: other.assetNumber, otherStoreId: other.storeId };
    return [{ code: 'same-piece', field: 'serialNumber', data }];
  }
  return [];
}

const makerOf = async (rows: Pick<RowsTx, 'get'>, asset: Asset): Promise<string | undefined> =>
  asset.catalogueItemId === undefined
    ? asset.manufacturer
    : ((await rows.get('catalogueItem', asset.catalogueItemId))?.manufacturer ?? asset.manufacturer);
