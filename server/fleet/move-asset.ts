/**
 * Moves an asset to another store: `asset.move` is written into the documents of both, and the asset's whole history (its
 * logs and files too, the same changes under the same ids) into those of the new one. What comes late follows.
 */
import type { Change } from '#shared/change/change';
import { storeDocument, parseDocument, yearOf } from '#shared/change/documents';
import { foldEntity } from '#shared/change/fold';
import { startClock, stampOver } from '#shared/change/hlc';
import { accepted, refused, type Result } from '#shared/result';
import { newId } from '../new-id';
import type { CentralDatabase, Tx } from '../database/port/central-database';
import type { LoggedChange } from '../database/port/changes';
import type { SyncServer } from '../sync/sync-server';

export interface Move {
  assetId: string;
  storeId: string;
  by: { deviceId: string; userId: string };
  /** where the same move may be asked for twice */
  changeId?: string;
}

export type MoveAsset = (move: Move) => Promise<Result<{ moved: boolean }>>;

interface MoveParts {
  database: CentralDatabase;
  sync: Pick<SyncServer, 'author'>;
  now: () => number;
}

const CENTRAL = { deviceId: 'central', userId: 'central' };

/** Refuses with `not-found` (no such asset) and `bad-field` (no such store). */
export function moveAsset({ database, sync, now }: MoveParts): MoveAsset {
  return async ({ assetId, storeId, by, changeId = newId(now()) }) => {
    const asset = await database.rows.row('asset', assetId);
    if (!asset) return refused({ code: 'not-found' });
    if (!(await database.registry.sites.sitesOfStores([storeId])).has(storeId))
      return refused({ code: 'bad-field', field: 'storeId' });
    if (asset.storeId === storeId) return accepted({ moved: false });
    const filed = await database.transaction((tx) =>
      tx.changes.changesOfEntities([{ entity: 'asset', id: assetId }]),
    );
    const change = moveOf(filed, { assetId, storeId, by, changeId }, now());
    for (const place of [asset.storeId, storeId]) {
      const authored = await sync.author(storeDocument(place, yearOf(now())), [change], by, { moves: true });
      if (!authored.ok) return authored;
    }
    await copyHistory({ database, sync }, assetId);
    return accepted({ moved: true });
  };
}

/** Comes after every store that was said of the asset, and names the one that stood. */
function moveOf(
  filed: readonly LoggedChange[],
  { assetId, storeId, by, changeId = '' }: Move,
  now: number,
): Change {
  const changes = filed.map(({ change }) => change);
  const stood = foldEntity('asset', changes)?.fields.get('storeId');
  const over = stood ? [stood.winner.hlc, ...stood.open.map(({ hlc }) => hlc)] : [];
  const { hlc } = stampOver(startClock, now, by.deviceId, over);
  return {
    id: changeId,
    hlc,
    ...by,
    n: 1,
    kind: 'asset.move',
    entityId: assetId,
    patch: { storeId },
    ...(over.length > 0 && { base: { storeId: over } }),
  };
}

/** Puts into the documents of the store where an asset is what of its history is not there yet. */
export async function copyHistory(
  { database, sync }: Omit<MoveParts, 'now'>,
  assetId: string,
): Promise<void> {
  const asset = await database.rows.row('asset', assetId);
  if (!asset) return;
  const lacking = await database.transaction((tx) => lackingAt(tx, assetId, asset.storeId));
  for (const [document, changes] of lacking) {
    const authored = await sync.author(document, changes, CENTRAL, { moves: true });
    if (!authored.ok) throw new Error(`a copy was refused: ${authored.issues[0].code}`);
  }
}

/** Document of the store → changes, each in the year it was filed in before. */
async function lackingAt(tx: Tx, assetId: string, storeId: string): Promise<Map<string, Change[]>> {
  const refs = await tx.changes.historyOf(assetId);
  const filed = await tx.changes.changesOfEntities(refs);
  const ids = filed.map(({ change }) => change.id);
  const here = new Set(
    (await tx.changes.changesByIds(ids)).flatMap(({ document, change }) =>
      isOf(document, storeId) ? [change.id] : [],
    ),
  );
  const lacking = new Map<string, Change[]>();
  for (const { change, document } of filed) {
    const place = parseDocument(document);
    if (here.has(change.id) || place?.kind !== 'store') continue;
    const name = storeDocument(storeId, place.year);
    lacking.set(name, [...(lacking.get(name) ?? []), change]);
  }
  return lacking;
}

const isOf = (document: string, storeId: string): boolean => {
  const place = parseDocument(document);
  return place?.kind === 'store' && place.storeId === storeId;
};
