/**
 * The id of an asset that a label names, derived from store, GTIN and serial number. Two devices of a store that scan one label,
 * neither knowing of the other, so make one asset.
 */
import { derivedUuid } from '../../derived-uuid';

/** Ours alone. It may never change: every id ever derived would. */
const NAMESPACE = '6f5a2a0e-3c1b-5d0e-9b57-0d7c61f2a4c8';

export const derivedAssetId = (storeId: string, gtin: string, serialNumber: string): string =>
  derivedUuid(NAMESPACE, [storeId, gtin, serialNumber].join('\n'));
