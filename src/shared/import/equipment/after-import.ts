/** A piece of equipment as it will be once a row is in, as an export would write it and as it will be stored. */
import type { Draft } from '../../change/change';
import { isJsonObject, isPlainJson, type Json } from '../../json';
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import { fieldOf } from '../around';
import { propertyKey, type Column } from '../column';
import { columnOfField } from '../import-issue';
import type { CellChange } from '../planned';
import { blankRow, type EquipmentRow } from './equipment-data';
import type { EquipmentRowRead } from './read-equipment-row';
import type { EquipmentContext } from './row-in-hand';

export interface After {
  row: EquipmentRow;
  told: { stored: { [column: string]: Cell }; values: { [field: string]: Json } };
}

export function afterImport(
  context: EquipmentContext,
  read: EquipmentRowRead,
  target: EquipmentRow | undefined,
): After {
  const row = rowAfter(context, read, target);
  const columns = context.inFile
    .map(({ column }) => column)
    .filter(({ id }) => id !== 'id' && (target !== undefined || isRead(id, read)));
  const stored = Object.fromEntries(columns.map((column) => [column.id, context.write(column, row)]));
  return { row, told: { stored, values: valuesAfter(context, row, columns, target) } };
}

const isRead = (id: string, { said, item }: EquipmentRowRead): boolean =>
  said.has(id) || item !== undefined || id === 'storeId' || id === 'catalogueItemId';

function rowAfter(
  { codes }: EquipmentContext,
  { input }: EquipmentRowRead,
  target: EquipmentRow | undefined,
): EquipmentRow {
  const { properties, ...fields } = input.values;
  const item = codes.byId.get(String(fields['catalogueItemId'] ?? target?.catalogueItemId ?? ''));
  const merged: Record<string, unknown> = {
    ...blankRow,
    ...target,
    ...withoutNulls(fields),
    ...(item && { classId: item.classId, categoryId: item.categoryId, typeId: item.typeId }),
    ...(input.status && { reasonId: undefined, comment: undefined, ...input.status }),
    storeId: input.storeId,
    properties: withoutNulls({ ...target?.properties, ...(isJsonObject(properties) ? properties : {}) }),
  };
  for (const [field, value] of Object.entries(fields))
    if (value === null) Reflect.deleteProperty(merged, field);
  // each value has been read by its column's kind
  return merged as EquipmentRow;
}

function valuesAfter(
  { codes }: EquipmentContext,
  row: EquipmentRow,
  columns: readonly Column[],
  target: EquipmentRow | undefined,
): { [field: string]: Json } {
  const item = codes.byId.get(row.catalogueItemId ?? '');
  const make = item && { manufacturer: item.manufacturer ?? null, model: item.model };
  const fields = new Set([...columns.map(({ id }) => id), 'reasonId', 'classId', 'categoryId', 'typeId']);
  const values = [...fields].flatMap((id): [string, Json][] => {
    const value = fieldOf({ ...row, ...make }, id);
    return propertyKey(id) === undefined && value !== '' && isPlainJson(value) ? [[id, value]] : [];
  });
  return {
    ...(target && { id: target.id }),
    ...Object.fromEntries(values),
    ...(Object.keys(row.properties).length > 0 && { properties: withoutNulls(row.properties) }),
  };
}

const withoutNulls = (values: object): { [field: string]: Json } =>
  Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, Json] => entry[1] !== null && isPlainJson(entry[1]),
    ),
  );

/** The cells that a person will see changed: those of the drafts, and those that follow from them. */
export function changedCells(
  { inFile, write }: EquipmentContext,
  { target, after, drafts }: { target: EquipmentRow; after: After; drafts: readonly Draft[] },
): CellChange[] {
  const said = saidBy(drafts);
  return inFile.flatMap(({ column }): CellChange[] => {
    if (!said.has(column.id)) return [];
    const [from, to] = [write(column, target), write(column, after.row)];
    return textOfCell(from) === textOfCell(to) ? [] : [{ column: column.id, from, to }];
  });
}

/** The fields that drafts change. Another item brings its make and model; a log has fields of its own names. */
const saidBy = (drafts: readonly Draft[]): ReadonlySet<string> =>
  new Set(
    drafts.flatMap(({ patch }) =>
      Object.entries(patch).flatMap(([field, value]) => {
        if (field === 'properties' && isJsonObject(value))
          return Object.keys(value).map((key) => `properties.${key}`);
        return field === 'catalogueItemId' ? [field, 'manufacturer', 'model'] : [columnOfField(field)];
      }),
    ),
  );
