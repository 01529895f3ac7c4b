/** The table of tables: the records that an entity becomes, and the records that sites may push. */
import type { AnyRow, EntityName, RowOf } from '#shared/domain/entities';
import type { JsonObject } from '#shared/json';
import type { Result } from '#shared/result';
import { isFrom, newest } from '../wire/site-version';
import { readAsset, writeAsset } from './asset';
import { readAssetLog, writeAssetLog } from './asset-log';
import { writeCatalogueItem, writeStatusReason } from './catalogue';
import { writeAssetCategory, writeAssetClass, writeAssetProperty, writeAssetType } from './hierarchy';
import {
  packagingVariantId,
  writeItemVariant,
  writePackagingVariant,
  writePackVariant,
} from './pack-variant';
import type { Outgoing, PushedEntity, Said, SiteVersion } from '../door';
import { readFileReference, writeFileReference } from './sync-file-reference';

interface Sending<E extends EntityName> {
  table: string;
  recordId?: (entityId: string) => string;
  /** undefined: a site of this version cannot have it */
  write: (row: RowOf<E>, version: SiteVersion) => Outgoing | undefined;
}

type SendingTables = { [E in EntityName]?: readonly Sending<E>[] };

const sending: SendingTables = {
  assetClass: [{ table: 'asset_class', write: writeAssetClass }],
  assetCategory: [{ table: 'asset_category', write: writeAssetCategory }],
  assetType: [{ table: 'asset_catalogue_type', write: writeAssetType }],
  assetProperty: [{ table: 'asset_property', write: writeAssetProperty }],
  catalogueItem: [{ table: 'asset_catalogue_item', write: writeCatalogueItem }],
  statusReason: [{ table: 'asset_log_reason', write: writeStatusReason }],
  packVariant: [
    { table: 'pack_variant', write: writePackVariant },
    { table: 'item_variant', write: writeItemVariant },
    { table: 'packaging_variant', write: writePackagingVariant, recordId: packagingVariantId },
  ],
  asset: [{ table: 'asset', write: writeAsset }],
  assetLog: [{ table: 'asset_log', write: writeAssetLog }],
  file: [{ table: 'sync_file_reference', write: writeFileReference }],
};

/** The records that an entity is on the wire. */
export const recordsOf = (entity: EntityName, id: string): { table: string; recordId: string }[] =>
  (sending[entity] ?? []).map(({ table, recordId }) => ({ table, recordId: recordId?.(id) ?? id }));

/** One of the records of a row of `entity`. */
function writeRecord<E extends EntityName>(
  entity: E,
  table: string,
  row: RowOf<E>,
  version: SiteVersion = newest,
): Outgoing | undefined {
  const tables: readonly Sending<E>[] | undefined = sending[entity];
  return tables?.find((known) => known.table === table)?.write(row, version);
}

/** A row of `entity`, whichever that is. */
export const writeAnyRecord = (
  entity: EntityName,
  table: string,
  row: AnyRow,
  version?: SiteVersion,
): Outgoing | undefined => writeRecord<EntityName>(entity, table, row, version);

/** The tables that sites may push, in the order in which they have to be integrated. */
const pushed = {
  asset: { entity: 'asset', read: readAsset },
  asset_log: { entity: 'assetLog', read: readAssetLog },
  sync_file_reference: { entity: 'file', read: readFileReference },
} as const satisfies Record<string, { entity: PushedEntity; read: (data: JsonObject) => Result<Said> }>;

type PushedTable = keyof typeof pushed;

export const isPushedTable = (table: string): table is PushedTable => Object.hasOwn(pushed, table);
export const entityOf = (table: string): PushedEntity | undefined =>
  isPushedTable(table) ? pushed[table].entity : undefined;
export const tableOf = (entity: PushedEntity): PushedTable =>
  entity === 'asset' ? 'asset' : entity === 'assetLog' ? 'asset_log' : 'sync_file_reference';
export const readRecord = (table: PushedTable, data: JsonObject): Result<Said> => pushed[table].read(data);

/** Central data: made at central, never at a site. */
export const isCentralTable = (table: string): boolean =>
  !isPushedTable(table) &&
  Object.values(sending).some((tables) => tables.some((known) => known.table === table));

/** Tables of central data that a site of this version does not know. */
export const unknownTables = (version: SiteVersion): readonly string[] =>
  isFrom(4, version) ? ['pack_variant'] : ['item_variant', 'packaging_variant'];

/** In the order in which they are integrated: a log finds its asset, a file its log. */
export const pushedTables: readonly string[] = Object.keys(pushed);
