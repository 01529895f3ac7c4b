/** The rows that every Open mSupply installation is born with, as entities of ours. A programme begins with them. */
import * as z from 'zod';
import { valueTypes } from '#shared/domain/hierarchy';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { EntityName } from '#shared/domain/entities';
import type { JsonObject } from '#shared/json';
import { modelLines } from './models';
import { rowLines } from './rows';

/** The class of all equipment that an Open mSupply site shows. */
export const COLD_CHAIN_ID = 'fad280b6-8384-41af-84cf-c7b6b4526ef0';
const SUB_CATALOGUE = 'WHO PQS';

export interface BornRow {
  entity: EntityName;
  id: string;
  patch: JsonObject;
}

const id = z.string();
const named = { id, name: z.string() };
const row = z.discriminatedUnion('table', [
  z.object({ table: z.literal('asset_class'), ...named }),
  z.object({ table: z.literal('asset_category'), ...named, asset_class_id: id }),
  z.object({ table: z.literal('asset_catalogue_type'), ...named, asset_category_id: id }),
  z.object({
    table: z.literal('asset_property'),
    ...named,
    key: z.string(),
    asset_class_id: id,
    asset_category_id: id.optional(),
    value_type: z.enum(valueTypes),
    allowed_values: z.string().optional(),
  }),
  z.object({
    table: z.literal('asset_log_reason'),
    id,
    asset_log_status: z.enum(functionalStatuses),
    reason: z.string(),
    comments_required: z.number(),
  }),
]);
const model = z.object({
  id,
  code: z.string(),
  asset_category_id: id,
  asset_catalogue_type_id: id,
  manufacturer: z.string(),
  model: z.string(),
  properties: z.record(z.string(), z.union([z.string(), z.number()])),
});

const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

function toRow(said: z.infer<typeof row>): BornRow {
  switch (said.table) {
    case 'asset_class':
      return { entity: 'assetClass', id: said.id, patch: { name: said.name } };
    case 'asset_category':
      return {
        entity: 'assetCategory',
        id: said.id,
        patch: { name: said.name, classId: said.asset_class_id },
      };
    case 'asset_catalogue_type':
      return {
        entity: 'assetType',
        id: said.id,
        patch: { name: said.name, categoryId: said.asset_category_id },
      };
    case 'asset_property':
      return { entity: 'assetProperty', id: said.id, patch: propertyOf(said) };
    case 'asset_log_reason': {
      const { asset_log_status: functionalStatus, reason, comments_required } = said;
      const patch = { functionalStatus, reason, commentsRequired: comments_required !== 0 };
      return { entity: 'statusReason', id: said.id, patch };
    }
  }
}

const propertyOf = (said: Extract<z.infer<typeof row>, { table: 'asset_property' }>): JsonObject => ({
  key: said.key,
  name: said.name,
  classId: said.asset_class_id,
  ...(said.asset_category_id !== undefined && { categoryId: said.asset_category_id }),
  valueType: said.value_type,
  ...(said.allowed_values !== undefined && {
    allowedValues: said.allowed_values.split(',').map((choice) => choice.trim()),
  }),
});

const toModel = (said: z.infer<typeof model>): BornRow => ({
  entity: 'catalogueItem',
  id: said.id,
  patch: {
    subCatalogue: SUB_CATALOGUE,
    code: said.code,
    classId: COLD_CHAIN_ID,
    categoryId: said.asset_category_id,
    typeId: said.asset_catalogue_type_id,
    manufacturer: said.manufacturer,
    model: said.model,
    properties: said.properties,
  },
});

/** In the order in which they refer to one another. */
export const bornRows: readonly BornRow[] = [
  ...linesOf(rowLines).map((line) => toRow(row.parse(line))),
  ...linesOf(modelLines).map((line) => toModel(model.parse(line))),
];

const byId = new Map(bornRows.map((one) => [one.id, one]));
export const bornRow = (id: string): BornRow | undefined => byId.get(id);

const find = (entity: EntityName, field: string, value: string): BornRow => {
  const found = bornRows.find((one) => one.entity === entity && one.patch[field] === value);
  if (!found) throw new Error(`no ${entity} of ${field} ${value}`);
  return found;
};

export const bornModel = (code: string): BornRow => find('catalogueItem', 'code', code);
export const bornType = (name: string): BornRow => find('assetType', 'name', name);

/** The ids of the reasons for a status. */
export const bornReasons = (functionalStatus: string): string[] =>
  bornRows.flatMap(({ entity, id: reasonId, patch }) =>
    entity === 'statusReason' && patch['functionalStatus'] === functionalStatus ? [reasonId] : [],
  );

/** The classification of a type: its class, its category, itself. */
export function classificationOf(typeName: string): { classId: string; categoryId: string; typeId: string } {
  const { id: typeId, patch } = bornType(typeName);
  return { classId: COLD_CHAIN_ID, categoryId: String(patch['categoryId']), typeId };
}
