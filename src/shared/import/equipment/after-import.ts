/** A piece of equipment as it will be once a row is in, told as an export would write it and as it will be stored. */
import type { Draft } from '../../change/change';
import { isJsonObject, isPlainJson, type Json } from '../../json';
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import { fieldOf } from '../around';
import { propertyKey } from '../column';
import { columnOfField } from '../import-issue';
import type { CellChange } from '../planned';
import type { EquipmentRow } from './equipment-data';
import type { EquipmentContext, EquipmentRowRead } from './read-equipment-row';

export interface After {
  row: EquipmentRow;
  told: { stored: { [column: string]: Cell }; values: { [field: string]: Json } };
}

const blank = {
  ...{ id: '', storeId: '', assetNumber: '', classId: '', categoryId: '', typeId: '' },
  ...{ needsReplacement: false, properties: {}, lockedFields: [], createdAt: '', modifiedAt: '' },
} satisfies EquipmentRow;

export function afterImport(
  { inFile, write, codes }: EquipmentContext,
  { input, said }: EquipmentRowRead,
  target: EquipmentRow | undefined,
): After {
  const { properties, ...fields } = input.values;
  const kept = withoutNulls({ ...target?.properties, ...(isJsonObject(properties) ? properties : {}) });
  const item = codes.byId.get(String(fields['catalogueItemId'] ?? target?.catalogueItemId ?? ''));
  const merged: Record<string, unknown> = {
    ...blank,
    ...target,
    ...withoutNulls(fields),
    ...(item && { classId: item.classId, categoryId: item.categoryId, typeId: item.typeId }),
    ...(input.status && { reasonId: undefined, comment: undefined, ...input.status }),
    storeId: input.storeId,
    properties: kept,
  };
  for (const [field, value] of Object.entries(fields))
    if (value === null) Reflect.deleteProperty(merged, field);
  // each value has been read by its column's kind
  const row = merged as EquipmentRow;
  const isReadable = (id: string): boolean =>
    said.has(id) || target !== undefined || ['storeId', 'catalogueItemId'].includes(id) || item !== undefined;
  const columns = inFile.map(({ column }) => column).filter(({ id }) => id !== 'id' && isReadable(id));
  const make = item && { manufacturer: item.manufacturer ?? null, model: item.model };
  const values = [...columns.map(({ id }) => id), 'reasonId', 'classId', 'categoryId', 'typeId'].flatMap(
    (id): [string, Json][] => {
      const value = fieldOf({ ...row, ...make }, id);
      return propertyKey(id) === undefined && value !== '' && isPlainJson(value) ? [[id, value]] : [];
    },
  );
  return {
    row,
    told: {
      stored: Object.fromEntries(columns.map((column) => [column.id, write(column, row)])),
      values: {
        ...(target && { id: target.id }),
        ...Object.fromEntries(values),
        ...(Object.keys(kept).length > 0 && { properties: kept }),
      },
    },
  };
}

const withoutNulls = (values: object): { [field: string]: Json } =>
  Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, Json] => entry[1] !== null && isPlainJson(entry[1]),
    ),
  );

/** The cells that a person will see changed: what the drafts say, and what follows from them. */
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

/** With another item come its make and model; a log has fields of its own names. */
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
