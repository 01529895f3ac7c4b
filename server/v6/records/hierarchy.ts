/** `asset_class`, `asset_category`, `asset_catalogue_type`, `asset_property`: the wire has no field for their removal, so it is a deletion. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';
import { orNone } from './fields';
import type { Outgoing } from './record';

const record = (
  tableName: string,
  row: { id: string; deletedAt?: string | undefined },
  data: Outgoing['data'],
): Outgoing => ({ tableName, recordId: row.id, isDeleted: row.deletedAt !== undefined, data });

export const writeAssetClass = (row: AssetClass): Outgoing =>
  record('asset_class', row, { id: row.id, name: row.name });

export const writeAssetCategory = (row: AssetCategory): Outgoing =>
  record('asset_category', row, { id: row.id, name: row.name, class_id: row.classId });

export const writeAssetType = (row: AssetType): Outgoing =>
  record('asset_catalogue_type', row, { id: row.id, name: row.name, category_id: row.categoryId });

export const writeAssetProperty = (row: AssetProperty): Outgoing =>
  record('asset_property', row, {
    id: row.id,
    key: row.key,
    name: row.name,
    asset_class_id: orNone(row.classId),
    asset_category_id: orNone(row.categoryId),
    asset_type_id: orNone(row.typeId),
    value_type: row.valueType,
    allowed_values: row.allowedValues ? row.allowedValues.join(',') : null,
  });
