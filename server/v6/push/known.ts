/** Reads the facts that the plans of some rows look at, once the rows hold all that is stored. */
import { isJsonObject, type JsonObject } from '#shared/json';
import type { CentralDatabase, Tx } from '../../database/port/central-database';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { RowReader } from '../../database/port/rows';
import type { Base, InboxRow } from '../../database/port/v6';
import { entityOf, isPushedTable } from '../records/tables';
import { mergeIdsOf } from './merge-ids';
import type { Known } from './plan';

interface SiteAround {
  storeIds: readonly string[];
  formerStoreIds: readonly string[];
  year: number;
  isStore: (storeId: string) => boolean;
  bases: ReadonlyMap<string, Base>;
  contents: ReadonlyMap<string, { sha256: string; bytes: number }>;
}

export const readKnown = (
  database: Pick<CentralDatabase, 'transaction' | 'rows' | 'following'>,
  rows: readonly InboxRow[],
  around: SiteAround,
): Promise<Map<number, Known>> =>
  database.following
    .reached()
    .then(() => database.transaction((tx) => read(tx, database.rows, rows, around)));

async function read(
  { changes }: Tx,
  stored: RowReader,
  rows: readonly InboxRow[],
  around: SiteAround,
): Promise<Map<number, Known>> {
  const owners = await assetsOf(stored, rows);
  const assetIds = [...new Set(owners.values())];
  const assets = await stored.rows('asset', assetIds);
  const placements = await changes.storesOwning(assetIds.map(asAsset));
  const merges = await mergesOf(stored, rows);
  const logs = await stored.rows('assetLog', idsIn(rows, 'asset_log'));
  const files = await stored.rows('file', idsIn(rows, 'sync_file_reference'));
  const filed = await changes.changesOfEntities(rows.flatMap(entityRef));
  const { storeIds, formerStoreIds, year, isStore, bases, contents } = around;
  return new Map(
    rows.map((row) => {
      const assetId = owners.get(row.id) ?? '';
      const [own] = entityRef(row);
      const earlier = filed.filter(({ change }) => own && refKey(refOf(change)) === refKey(own));
      return [
        row.id,
        {
          recordId: row.recordId,
          storeIds,
          formerStoreIds,
          year,
          isStore,
          asset: assets.get(assetId),
          placements: placements.get(refKey(asAsset(assetId))) ?? [],
          log: logs.get(row.recordId),
          file: files.get(row.recordId),
          changes: earlier.map(({ change }) => change),
          base: bases.get(row.recordId),
          content: contents.get(row.recordId),
          ...merges.get(row.id),
        },
      ];
    }),
  );
}

const asAsset = (id: string): EntityRef => ({ entity: 'asset', id });

const idsIn = (rows: readonly InboxRow[], table: string): string[] =>
  rows.flatMap((row) => (row.table === table ? [row.recordId] : []));

const entityRef = (row: InboxRow): EntityRef[] =>
  isPushedTable(row.table)
    ? [{ entity: entityOf(row.table), id: mergeIdsOf(row)?.goes ?? row.recordId }]
    : [];

async function mergesOf(
  stored: RowReader,
  rows: readonly InboxRow[],
): Promise<Map<number, Pick<Known, 'merge'>>> {
  const merges = new Map<number, Pick<Known, 'merge'>>();
  for (const row of rows) {
    const ids = mergeIdsOf(row);
    if (!ids) continue;
    const stays = await stored.row('asset', ids.stays);
    const logs = await stored.logsOf(ids.goes);
    const files = await stored.filesOf([ids.goes, ...logs.map(({ id }) => id)]);
    merges.set(row.id, { merge: { stays, logs, files } });
  }
  return merges;
}

/** Row → the asset that it is or belongs to. A removal does not name it; the stored row does. */
async function assetsOf(stored: RowReader, rows: readonly InboxRow[]): Promise<Map<number, string>> {
  const owners = new Map<number, string>();
  for (const row of rows) {
    const owner = await assetOf(stored, row);
    if (owner !== undefined) owners.set(row.id, owner);
  }
  return owners;
}

async function assetOf(stored: RowReader, row: InboxRow): Promise<string | undefined> {
  const { table, recordId, data } = row;
  if (table === 'asset') return mergeIdsOf(row)?.goes ?? recordId;
  if (table === 'asset_log')
    return textIn(data, 'asset_id') ?? (await stored.row('assetLog', recordId))?.assetId;
  const owner = (await stored.row('file', recordId)) ?? ownerIn(data);
  if (owner.ownerTable === 'asset' || owner.ownerId === undefined) return owner.ownerId;
  return (await stored.row('assetLog', owner.ownerId))?.assetId;
}

/** The owner of a file, as a reference to it names it. */
const ownerIn = (data: JsonObject | null): { ownerTable: string; ownerId: string | undefined } => ({
  ownerTable: textIn(data, 'table_name') === 'asset_log' ? 'assetLog' : 'asset',
  ownerId: textIn(data, 'record_id'),
});

function textIn(data: JsonObject | null, name: string): string | undefined {
  const value = isJsonObject(data) ? data[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
