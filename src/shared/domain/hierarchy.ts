/** The hierarchy of equipment (class, category, type) and the properties that hang on it. A programme adds its own. */
import * as z from 'zod/mini';
import { id, instant, line } from './fields';
import { namesByLanguage } from './name-in';

const deletedAt = z.optional(instant);

export const assetClass = z.object({ id, name: line, nameIn: namesByLanguage, deletedAt });
export type AssetClass = z.infer<typeof assetClass>;
export const blankAssetClass = { name: '' } satisfies Omit<AssetClass, 'id'>;

export const assetCategory = z.object({ id, name: line, nameIn: namesByLanguage, classId: id, deletedAt });
export type AssetCategory = z.infer<typeof assetCategory>;
export const blankAssetCategory = { name: '', classId: '' } satisfies Omit<AssetCategory, 'id'>;

export const assetType = z.object({ id, name: line, nameIn: namesByLanguage, categoryId: id, deletedAt });
export type AssetType = z.infer<typeof assetType>;
export const blankAssetType = { name: '', categoryId: '' } satisfies Omit<AssetType, 'id'>;

export const valueTypes = ['STRING', 'BOOLEAN', 'INTEGER', 'FLOAT', 'DATE'] as const;

/** A property applies to what its class, category and type name; to everything when it names none. */
export const assetProperty = z.object({
  id,
  key: line,
  name: line,
  nameIn: namesByLanguage,
  classId: z.optional(id),
  categoryId: z.optional(id),
  typeId: z.optional(id),
  valueType: z.enum(valueTypes),
  allowedValues: z.optional(z.array(line).check(z.maxLength(200))),
  deletedAt,
});
export type AssetProperty = z.infer<typeof assetProperty>;
export const blankAssetProperty = { key: '', name: '', valueType: 'STRING' } satisfies Omit<
  AssetProperty,
  'id'
>;
