/** Reads the facts that the plans of some rows look at, once the rows hold all that is stored. */
import type { Asset } from '#shared/domain/asset';
import type { CentralDatabase, Tx } from '../../database/port/central-database';
import { refKey, refOf, type EntityRef } from '#shared/change/entity-ref';
import type { RowReader } from '../../database/port/rows';
import type { Base } from '../../database/port/v6';
import type { Fields, PushedEntity, ReceivedRow } from '../door';
import type { Known } from './plan';

interface SiteAround {
  storeIds: readonly string[];
  formerStoreIds: readonly string[];
  year: number;
  isStore: (storeId: string) => boolean;
  bases: ReadonlyMap<string, Base>;
  contents: ReadonlyMap<string, { sha256: string; bytes: number }>;
  /** the fields in which a site would write an asset */
  fieldsAtSite: (asset: Asset) => Fields;
}

export const readKnown = (
  database: Pick<CentralDatabase, 'transaction' | 'rows' | 'following'>,
  rows: readonly ReceivedRow[],
  around: SiteAround,
): Promise<Map<number, Known>> =>
  database.following
    .reached()
    .then(() => database.transaction((tx) => read(tx, database.rows, rows, around)));

async function read(
  { changes }: Tx,
  stored: RowReader,
  rows: readonly ReceivedRow[],
  around: SiteAround,
): Promise<Map<number, Known>> {
  const owners = await assetsOf(stored, rows);
  const assetIds = [...new Set(owners.values())];
  const assets = await stored.rows('asset', assetIds);
  const placements = await changes.storesOwning(assetIds.map(asAsset));
  const merges = await mergesOf(stored, rows);
  const logs = await stored.rows('assetLog', idsIn(rows, 'assetLog'));
  const files = await stored.rows('file', idsIn(rows, 'file'));
  const filed = await changes.changesOfEntities(rows.flatMap(entityRef));
  const { storeIds, formerStoreIds, year, isStore, bases, contents, fieldsAtSite } = around;
  return new Map(
    rows.map((pushed) => {
      const { row } = pushed;
      const asset = assets.get(owners.get(row.id) ?? '');
      const assetId = owners.get(row.id) ?? '';
      const [own] = entityRef(pushed);
      const earlier = filed.filter(({ change }) => own && refKey(refOf(change)) === refKey(own));
      return [
        row.id,
        {
          recordId: row.recordId,
          storeIds,
          formerStoreIds,
          year,
          isStore,
          asset,
          assetFields: asset ? fieldsAtSite(asset) : {},
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

const idsIn = (rows: readonly ReceivedRow[], entity: PushedEntity): string[] =>
  rows.flatMap((pushed) => (pushed.entity === entity ? [pushed.row.recordId] : []));

const mergeIdsOf = ({ received }: ReceivedRow) => (received.says === 'merge' ? received.ids : undefined);

const entityRef = (pushed: ReceivedRow): EntityRef[] =>
  pushed.entity === undefined
    ? []
    : [{ entity: pushed.entity, id: mergeIdsOf(pushed)?.goes ?? pushed.row.recordId }];

async function mergesOf(
  stored: RowReader,
  rows: readonly ReceivedRow[],
): Promise<Map<number, Pick<Known, 'merge'>>> {
  const merges = new Map<number, Pick<Known, 'merge'>>();
  for (const pushed of rows) {
    const ids = mergeIdsOf(pushed);
    if (!ids) continue;
    const stays = await stored.row('asset', ids.stays);
    const logs = await stored.logsOf(ids.goes);
    const files = await stored.filesOf([ids.goes, ...logs.map(({ id }) => id)]);
    merges.set(pushed.row.id, { merge: { stays, logs, files } });
  }
  return merges;
}

/** Row → the asset that it is or belongs to. A removal does not name it; the stored row does. */
async function assetsOf(stored: RowReader, rows: readonly ReceivedRow[]): Promise<Map<number, string>> {
  const owners = new Map<number, string>();
  for (const pushed of rows) {
    const owner = await assetOf(stored, pushed);
    if (owner !== undefined) owners.set(pushed.row.id, owner);
  }
  return owners;
}

async function assetOf(stored: RowReader, pushed: ReceivedRow): Promise<string | undefined> {
  const { recordId } = pushed.row;
  if (pushed.entity === undefined) return undefined;
  if (pushed.entity === 'asset') return mergeIdsOf(pushed)?.goes ?? recordId;
  if (pushed.entity === 'assetLog')
    return textIn(pushed, 'assetId') ?? (await stored.row('assetLog', recordId))?.assetId;
  const owner = (await stored.row('file', recordId)) ?? ownerIn(pushed);
  if (owner.ownerTable === 'asset' || owner.ownerId === undefined) return owner.ownerId;
  return (await stored.row('assetLog', owner.ownerId))?.assetId;
}

/** The owner of a file, as a reference to it names it. */
const ownerIn = (pushed: ReceivedRow): { ownerTable: string; ownerId: string | undefined } => ({
  ownerTable: textIn(pushed, 'ownerTable') ?? 'asset',
  ownerId: textIn(pushed, 'ownerId'),
});

/** Undefined where a field is left out or blank. */
function textIn({ received }: ReceivedRow, field: string): string | undefined {
  const value = received.says === 'record' ? received.fields[field] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
