/** Which asset of this site a scanned text means: one of our own labels, a GS1 label, or simply a number that it bears. */
import { derivedAssetId } from '#shared/domain/label/derived-id';
import { readLabel, readOwnLabel, type Label } from '#shared/domain/label/label';
import type { Issue } from '#shared/result';
import { readAssets } from '../replica/assets-of-stores';
import type { ReplicaDatabase } from '../replica/database';
import type { AssetRow } from '../replica/records';

export type Found =
  | { kind: 'asset'; asset: AssetRow }
  /** a number that several assets bear */
  | { kind: 'several'; assets: AssetRow[] }
  /** a label of equipment that nobody here has registered */
  | { kind: 'new'; label: Label }
  /** one of our own labels, of an asset that this device does not have */
  | { kind: 'not-here' }
  /** no label that we know */
  | { kind: 'unknown'; issue: Issue };

export interface Where {
  db: ReplicaDatabase;
  storeIds: readonly string[];
  /** central's time, milliseconds */
  now: number;
}

export async function findAsset(scanned: string, { db, storeIds, now }: Where): Promise<Found> {
  return matchScan(scanned, await readAssets(db, storeIds), storeIds, now);
}

/** The same among assets that are at hand. Removed ones are found by their label only: a plate may bear a removed one's number. */
export function matchScan(
  scanned: string,
  assets: readonly AssetRow[],
  storeIds: readonly string[],
  now: number,
): Found {
  const ownId = readOwnLabel(scanned);
  if (ownId !== undefined) {
    const asset = assets.find(({ id }) => id === ownId);
    return asset ? { kind: 'asset', asset } : { kind: 'not-here' };
  }
  if (!looksLikeGs1(scanned)) return byNumber(scanned, assets) ?? unknown({ code: 'label-not-gs1' });
  const read = readLabel(scanned, now);
  if (read.ok) return ofLabel(read.value, assets, storeIds);
  return byNumber(scanned, assets) ?? unknown(read.issues[0]);
}

const unknown = (issue: Issue): Found => ({ kind: 'unknown', issue });

const FNC1 = '\u001d';

/** Any digits could be taken for an identifier: a label says that it is one, or begins with a GTIN. */
const looksLikeGs1 = (scanned: string): boolean =>
  scanned.startsWith(FNC1) || /^\ufeff?(?:\](?:d2|Q3|C1)|\(\d{2,4}\)|01\d{14})/.test(scanned.trimStart());

function ofLabel(label: Label, assets: readonly AssetRow[], storeIds: readonly string[]): Found {
  const { gtin, serialNumber } = label;
  if (serialNumber === undefined) return { kind: 'new', label };
  if (gtin !== undefined) {
    const ids = storeIds.map((storeId) => derivedAssetId(storeId, gtin, serialNumber));
    const asset = assets.find(({ id }) => ids.includes(id));
    if (asset) return { kind: 'asset', asset };
  }
  return (
    chosen(assets.filter((asset) => isKept(asset) && isSame(asset.serialNumber, serialNumber))) ?? {
      kind: 'new',
      label,
    }
  );
}

function byNumber(text: string, assets: readonly AssetRow[]): Found | undefined {
  const kept = assets.filter(isKept);
  return (
    chosen(kept.filter(({ assetNumber }) => isSame(assetNumber, text))) ??
    chosen(kept.filter(({ serialNumber }) => isSame(serialNumber, text)))
  );
}

function chosen(assets: AssetRow[]): Found | undefined {
  const [asset, ...others] = assets;
  if (!asset) return undefined;
  return others.length > 0 ? { kind: 'several', assets } : { kind: 'asset', asset };
}

const isKept = ({ deletedAt }: AssetRow): boolean => deletedAt === undefined;

const isSame = (known: string | undefined, text: string): boolean =>
  text.trim() !== '' && known?.trim().toLowerCase() === text.trim().toLowerCase();
