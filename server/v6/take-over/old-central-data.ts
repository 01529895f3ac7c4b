/** The central data of an Open mSupply server, as fields of ours. */
import type { EntityName } from '#shared/domain/entities';
import { functionalStatuses } from '#shared/domain/functional-status';
import { valueTypes } from '#shared/domain/hierarchy';
import { isJsonObject, type JsonObject } from '#shared/json';
import { readJsonText } from '../records/json-text';
import { instantIn } from './old-records';
import type { OldCentral, OldRow, OldValue } from './old-central';

type Read = (row: OldRow) => JsonObject | undefined;

const text = (value: OldValue): string => (typeof value === 'string' ? value : '');
const given = (field: string, value: OldValue): JsonObject =>
  typeof value === 'string' && value !== '' ? { [field]: value } : {};

/** In an order in which a named record comes first. */
export const centralTables: readonly [table: string, entity: EntityName, read: Read][] = [
  ['asset_class', 'assetClass', (row) => ({ name: text(row['name']) })],
  [
    'asset_category',
    'assetCategory',
    (row) => ({ name: text(row['name']), classId: text(row['asset_class_id']) }),
  ],
  [
    'asset_catalogue_type',
    'assetType',
    (row) => ({ name: text(row['name']), categoryId: text(row['asset_category_id']) }),
  ],
  ['asset_property', 'assetProperty', readProperty],
  ['asset_catalogue_item', 'catalogueItem', readCatalogueItem],
  ['asset_log_reason', 'statusReason', readReason],
];

function readProperty(row: OldRow): JsonObject | undefined {
  const valueType = valueTypes.find((known) => known === row['value_type']);
  if (!valueType) return undefined;
  const choices = text(row['allowed_values'])
    .split(',')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
  return {
    key: text(row['key']),
    name: text(row['name']),
    valueType,
    ...given('classId', row['asset_class_id']),
    ...given('categoryId', row['asset_category_id']),
    ...given('typeId', row['asset_type_id']),
    ...(choices.length > 0 && { allowedValues: choices }),
  };
}

function readCatalogueItem(row: OldRow): JsonObject {
  const properties = readJsonText(text(row['properties']) || '{}');
  return {
    subCatalogue: text(row['sub_catalogue']),
    code: text(row['code']),
    classId: text(row['asset_class_id']),
    categoryId: text(row['asset_category_id']),
    typeId: text(row['asset_catalogue_type_id']),
    model: text(row['model']),
    ...given('manufacturer', row['manufacturer']),
    properties: isJsonObject(properties) ? properties : {},
  };
}

function readReason(row: OldRow): JsonObject | undefined {
  const functionalStatus = functionalStatuses.find((known) => known === row['asset_log_status']);
  if (!functionalStatus) return undefined;
  return {
    functionalStatus,
    reason: text(row['reason']),
    commentsRequired: Boolean(row['comments_required']),
  };
}

/** A row as it is read; `patch` undefined: it has no counterpart here. */
export interface ReadRow {
  table: string;
  entity: EntityName;
  id: string;
  patch: JsonObject | undefined;
  /** instant; it goes on being the name of what equipment names */
  retiredAt?: string;
}

export async function* oldCentralData(old: OldCentral): AsyncIterable<ReadRow> {
  for (const [table, entity, readRow] of centralTables)
    for await (const row of old.rows(table)) {
      const retiredAt = instantIn(row['deleted_datetime']);
      yield {
        ...{ table, entity, id: String(row['id']), patch: readRow(row) },
        ...(retiredAt !== undefined && { retiredAt }),
      };
    }
}
