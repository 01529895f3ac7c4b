/**
 * Moves an asset to another store: one act in one transaction (rule W2). The move is written into the documents of both stores; its history
 * follows in the same transaction (server/sync/follow.ts), and so does any change that is still written at the old place later.
 */
import type { Change } from '#shared/change/change';
import { encodeBody } from '#shared/change/codec/struct';
import { storeDocument, yearOf } from '#shared/change/documents';
import { startClock, stampOver } from '#shared/change/hlc';
import { foldEntity } from '#shared/change/fold';
import { isMove, ownerOf } from '#shared/change/owner';
import type { Asset } from '#shared/domain/asset';
import { accepted, refused, type Result } from '#shared/result';
import { idByContent, isCauseOf } from '../id-by-content';
import { newId } from '../new-id';
import type { CentralDatabase, Tx } from '../database/port/central-database';
import type { HasStore } from '../sync/beyond-border';
import type { Addition } from '../sync/submission';
import type { SyncServer } from '../sync/sync-server';

export interface Move {
  assetId: string;
  storeId: string;
  by: { deviceId: string; userId: string };
  /** a UUID, of callers that may ask for the same move twice */
  cause?: string;
  /** where it must still be: a wish that waited is of no use once somebody else has moved it */
  from?: string;
  /** the border of staff of some regions */
  hasStore?: HasStore;
}

type PlannedMove = Pick<Move, 'assetId' | 'storeId' | 'by' | 'cause'>;

export type MoveAsset = (move: Move) => Promise<Result<{ moved: boolean }>>;

interface MoveParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'act'>;
  now: () => number;
}

/** Refuses with `not-found` (no such asset within the border), `bad-field` (no such store) and `moved-meanwhile` (it is neither at `from` nor there). */
export function moveAsset({ database, sync, now }: MoveParts): MoveAsset {
  return async ({ assetId, storeId, by, cause, from, hasStore }) => {
    const asset = await database.rows.row('asset', assetId);
    if (!asset) return refused({ code: 'not-found' });
    if (!(await database.registry.sites.sitesOfStores([storeId])).has(storeId))
      return refused({ code: 'bad-field', field: 'storeId' });
    const under = await database.rows.idsUnder(assetId);
    let isElsewhere = false;
    let isBeyond = false;
    const { stored } = await sync.act({
      // `from` is given for a device alone: what it sends came from it, whomever it names
      by: from === undefined ? by.userId : by.deviceId,
      plan: async (tx) => {
        const at = now();
        isBeyond = hasStore?.(await storeNow(tx, asset)) === false;
        if (isBeyond) return [];
        const own = await planMove(
          tx,
          { assetId, storeId, by, ...(cause !== undefined && { cause }) },
          asset.storeId,
          at,
        );
        isElsewhere =
          from !== undefined && own.length > 0 && own[0]?.document !== storeDocument(from, yearOf(at));
        if (isElsewhere) return [];
        return own.length === 0
          ? own
          : [
              ...own,
              ...(await planMoves(tx, under.slice(1), { storeId, by, rowStoreId: asset.storeId }, at)),
            ];
      },
    });
    if (isBeyond) return refused({ code: 'not-found' });
    if (isElsewhere) return refused({ code: 'moved-meanwhile' });
    return accepted({ moved: stored > 0 });
  };
}

/** Where an asset lies by all that is written, in the transaction: a row that was read before it may be behind. */
export async function storeNow({ changes }: Pick<Tx, 'changes'>, { id, storeId }: Lying): Promise<string> {
  const known = await changes.changesOfEntities([{ entity: 'asset', id }]);
  return ownerOf(known.map(({ change }) => change)) ?? storeId;
}

type Lying = Pick<Asset, 'id' | 'storeId'>;

/** Records merged into an asset go where it goes (rule T4). */
export async function planMoves(
  tx: Tx,
  assetIds: readonly string[],
  { rowStoreId, ...to }: Pick<Move, 'storeId' | 'by'> & { rowStoreId: string },
  now: number,
): Promise<Addition[]> {
  const additions: Addition[] = [];
  for (const assetId of assetIds)
    additions.push(...(await planMove(tx, { assetId, ...to }, rowStoreId, now)));
  return additions;
}

/** Nothing where the asset is there already, or this very move was made before, whatever that said then. */
async function planMove(
  { changes }: Tx,
  move: PlannedMove,
  rowStoreId: string,
  now: number,
): Promise<Addition[]> {
  const ref = { entity: 'asset', id: move.assetId };
  const known = (await changes.changesOfEntities([ref])).map(({ change }) => change);
  const from = ownerOf(known) ?? rowStoreId;
  if (from === move.storeId) return [];
  if (move.cause !== undefined && isCauseOf(move.cause, known.filter(isMove))) return [];
  const change = moveOf(known, move, now);
  const body = encodeBody(change);
  return [from, move.storeId].map((storeId) => ({
    document: storeDocument(storeId, yearOf(now)),
    change,
    body,
  }));
}

/** Comes after every earlier change of the asset's store, and names the one that stood. */
function moveOf(known: readonly Change[], { assetId, storeId, by, cause }: PlannedMove, now: number): Change {
  const stood = foldEntity('asset', known)?.fields.get('storeId');
  const over = stood ? [stood.winner.hlc, ...stood.open.map(({ hlc }) => hlc)] : [];
  const { hlc } = stampOver(startClock, now, by.deviceId, over);
  const said = {
    ...{ hlc, ...by, kind: 'asset.move', entityId: assetId, patch: { storeId } },
    ...(over.length > 0 && { base: { storeId: over } }),
  };
  return { id: cause === undefined ? newId(now) : idByContent(cause, said), n: 1, ...said };
}
