/** Merge two records of one piece, and take that back (rules T1 to T3). */
import type { Asset } from '../domain/asset';
import { isMerged } from '../domain/merged';
import type { RowReader } from '../domain/rules/rows';
import { accepted, refused, type Result } from '../result';
import { takes, type Command, type CommandContext } from './command';

export interface MergeAssets {
  /** the record that is taken into the other */
  id: string;
  /** the record that stands for both afterwards, and whose number is kept */
  into: string;
}

async function assetInUse(rows: RowReader, id: string, context: CommandContext): Promise<Result<Asset>> {
  const asset = await rows.get('asset', id);
  if (!asset) return refused({ code: 'unknown-asset' });
  if (!context.storeIds.includes(asset.storeId)) return refused({ code: 'store-not-here' });
  return asset.deletedAt === undefined ? accepted(asset) : refused({ code: 'already-removed' });
}

/** Refuses with `unknown-asset`, `store-not-here`, `already-removed`, or `merged-elsewhere`: the two are in two stores. */
export const mergeAssets: Command<MergeAssets> = takes('merge', async (rows, { id, into }, context) => {
  if (id === into) return refused({ code: 'bad-field', field: 'into' });
  const [asset, target] = [await assetInUse(rows, id, context), await assetInUse(rows, into, context)];
  if (!asset.ok) return asset;
  if (!target.ok) return target;
  if (asset.value.storeId !== target.value.storeId) return refused({ code: 'merged-elsewhere' });
  return accepted([{ kind: 'asset.merge', entityId: id, patch: { into } }]);
});

/** Each record stands for itself again, with its own logs and files. */
export const separateAsset: Command<{ id: string }> = takes('merge', async (rows, { id }, context) => {
  const asset = await rows.get('asset', id);
  if (!asset) return refused({ code: 'unknown-asset' });
  if (!context.storeIds.includes(asset.storeId)) return refused({ code: 'store-not-here' });
  if (!isMerged(asset)) return accepted([]);
  return accepted([{ kind: 'asset.edit', entityId: id, patch: { mergedInto: null, deletedAt: null } }]);
});
