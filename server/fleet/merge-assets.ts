/**
 * Staff merge two records of one piece (rules T1 to T4): one act in one transaction. A record that lies in another store is moved beside
 * the one that stands for it first, with all that was merged into it.
 */
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { storeDocument, yearOf } from '#shared/change/documents';
import { foldEntity, writesOf } from '#shared/change/fold';
import { startClock, stampOver } from '#shared/change/hlc';
import { isMerged } from '#shared/domain/merged';
import { accepted, refused, type Issue, type Result } from '#shared/result';
import { newId } from '../new-id';
import type { CentralDatabase, Tx } from '../database/port/central-database';
import type { HasStore } from '../sync/beyond-border';
import type { Addition } from '../sync/submission';
import type { SyncServer } from '../sync/sync-server';
import { planMoves, storeNow } from './move-asset';

export interface Merge {
  assetId: string;
  /** the record that stands for both afterwards */
  into: string;
  by: { deviceId: string; userId: string };
  /** the border of staff of some regions: asked for inside the transaction, for a piece may leave it until then (rule R9) */
  hasStore?: HasStore;
}

interface MergeParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'act'>;
  now: () => number;
}

export type MergeAssets = (merge: Merge) => Promise<Result<{ merged: boolean }>>;

/** Refuses with `not-found` (no such asset), `bad-field` (nothing to merge with: itself, unknown, or removed); beyond the border is unknown. */
export function mergeAssets({ database, sync, now }: MergeParts): MergeAssets {
  return async ({ assetId, into, by, hasStore = everywhere }) => {
    const { rows } = database;
    const asset = await rows.row('asset', assetId);
    if (!asset) return refused({ code: 'not-found' });
    const target = assetId === into ? undefined : await rows.row('asset', into);
    if (!target || target.deletedAt !== undefined) return refused({ code: 'bad-field', field: 'into' });
    if ((await rows.standingFor(assetId)) === into) return accepted({ merged: false });
    const under = await rows.idsUnder(assetId);
    const unknown: Issue[] = [];
    await sync.act({
      by: by.userId,
      plan: async (tx) => {
        const storeId = await storeNow(tx, target);
        if (!hasStore(await storeNow(tx, asset))) unknown.push({ code: 'not-found' });
        if (!hasStore(storeId)) unknown.push({ code: 'bad-field', field: 'into' });
        if (unknown.length > 0) return [];
        const at = now();
        const moves = await planMoves(tx, under, { storeId, by, rowStoreId: asset.storeId }, at);
        const said = { kind: 'asset.merge', patch: { into } };
        return [...moves, await saying(tx, { assetId, by }, storeId, at, said)];
      },
    });
    const [issue] = unknown;
    return issue ? refused(issue) : accepted({ merged: true });
  };
}

const everywhere: HasStore = () => true;

/** Each record stands for itself again. Nothing where it is not merged. Refuses with `not-found` what is not within the border. */
export const separateAsset =
  ({ database, sync, now }: MergeParts) =>
  async ({
    assetId,
    by,
    hasStore = everywhere,
  }: Omit<Merge, 'into'>): Promise<Result<{ separated: boolean }>> => {
    const asset = await database.rows.row('asset', assetId);
    if (!asset || !isMerged(asset)) return accepted({ separated: false });
    let isBeyond = false;
    await sync.act({
      by: by.userId,
      plan: async (tx) => {
        const storeId = await storeNow(tx, asset);
        isBeyond = !hasStore(storeId);
        const patch = { mergedInto: null, deletedAt: null };
        const said = { kind: 'asset.edit', patch };
        return isBeyond ? [] : [await saying(tx, { assetId, by }, storeId, now(), said)];
      },
    });
    return isBeyond ? refused({ code: 'not-found' }) : accepted({ separated: true });
  };

/** Comes after every earlier change of the merge, and names the target that stood. */
async function saying(
  { changes }: Tx,
  { assetId, by }: Omit<Merge, 'into'>,
  storeId: string,
  now: number,
  said: Pick<Change, 'kind' | 'patch'>,
): Promise<Addition> {
  const known = await changes.changesOfEntities([{ entity: 'asset', id: assetId }]);
  const fold = foldEntity(
    'asset',
    known.map(({ change }) => change),
  );
  const base: Record<string, string[]> = {};
  for (const [field] of writesOf({ ...said, hlc: '' })) {
    const stood = fold?.fields.get(field);
    if (stood) base[field] = [stood.winner.hlc, ...stood.open.map(({ hlc }) => hlc)];
  }
  const { hlc } = stampOver(startClock, now, by.deviceId, Object.values(base).flat());
  const change: Change = {
    ...{ id: newId(now), hlc, ...by, n: 1, entityId: assetId, ...said },
    ...(Object.keys(base).length > 0 && { base }),
  };
  return { document: storeDocument(storeId, yearOf(now)), change, body: encodeBody(change) };
}
