/**
 * `asset_class`, `asset_category`, `asset_catalogue_type`, `asset_property`. The wire has no field for their removal, and a site cannot
 * delete them: one that is retired goes to sites like any other, since equipment may still name it.
 */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';
import { isFrom, newest } from '../wire/site-version';
import { writeChoices } from './choices';
import { orNone } from './fields';
import type { Outgoing, SiteVersion } from '../door';

const record = (tableName: string, { id }: { id: string }, data: Outgoing['data']): Outgoing => ({
  tableName,
  recordId: id,
  data: { id, ...data },
});

export const writeAssetClass = (row: AssetClass): Outgoing => record('asset_class', row, { name: row.name });

export const writeAssetCategory = (row: AssetCategory): Outgoing =>
  record('asset_category', row, { name: row.name, class_id: row.classId });

export const writeAssetType = (row: AssetType): Outgoing =>
  record('asset_catalogue_type', row, { name: row.name, category_id: row.categoryId });

/** Dates are texts to sites before 2.18. One that is retired is not sent: nothing names it, and no site could take it away. */
export const writeAssetProperty = (
  row: AssetProperty,
  version: SiteVersion = newest,
): Outgoing | undefined => {
  if (row.deletedAt !== undefined) return undefined;
  return record('asset_property', row, {
    key: row.key,
    name: row.name,
    asset_class_id: orNone(row.classId),
    asset_category_id: orNone(row.categoryId),
    asset_type_id: orNone(row.typeId),
    value_type: row.valueType === 'DATE' && !isFrom(18, version) ? 'STRING' : row.valueType,
    allowed_values: writeChoices(row.allowedValues),
  });
};
