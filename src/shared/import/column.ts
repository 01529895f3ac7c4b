/** A column of a table as the app knows it. */
import type { AssetProperty } from '../domain/hierarchy';

export type ColumnKind =
  | 'id'
  | 'text'
  | 'number'
  | 'integer'
  | 'yes-no'
  | 'date'
  | 'status'
  | 'class'
  | 'category'
  | 'type'
  | 'item'
  | 'retired';

export interface Column {
  /** a field, `properties.<key>` or `nameIn.<language>` */
  id: string;
  kind: ColumnKind;
  required?: boolean;
  /** takes many lines: of texts whose length no line can hold */
  isLong?: boolean;
  allowed?: readonly string[] | undefined;
  /** of a property and of a language: its name; other columns have their names in the words of the app */
  name?: string;
  /** tells one record from another: unseen marks are no part of it */
  identity?: boolean;
  /** of a property: all properties with this key, since equipment of other classes may use it in another way */
  variants?: readonly AssetProperty[];
  /** its names in lists of a country, beside its own */
  names?: readonly string[];
}

export const propertyKey = (columnId: string): string | undefined =>
  columnId.startsWith('properties.') ? columnId.slice('properties.'.length) : undefined;

const kindOf = {
  STRING: 'text',
  BOOLEAN: 'yes-no',
  INTEGER: 'integer',
  FLOAT: 'number',
  DATE: 'date',
} as const satisfies Record<AssetProperty['valueType'], ColumnKind>;

/** One column for each key of the properties in use. */
export function propertyColumns(properties: readonly AssetProperty[]): Column[] {
  const byKey = new Map<string, AssetProperty[]>();
  for (const property of properties.filter(({ deletedAt }) => deletedAt === undefined))
    byKey.set(property.key, [...(byKey.get(property.key) ?? []), property]);
  return [...byKey.values()].flatMap((variants) => {
    const [first] = variants;
    return first ? [{ ...asColumn(first), variants }] : [];
  });
}

const asColumn = ({ key, name, valueType, allowedValues }: AssetProperty): Column => ({
  id: `properties.${key}`,
  kind: kindOf[valueType],
  name,
  allowed: allowedValues,
});

/** The column as it is for equipment of one class, category and type. */
export function columnFor(column: Column, at: (field: string) => unknown): Column {
  const { variants = [] } = column;
  if (variants.length < 2) return column;
  const fits = variants.find((property) => appliesAt(property, at));
  return fits ? { ...column, ...asColumn(fits) } : column;
}

export const appliesAt = (
  { classId, categoryId, typeId, deletedAt }: AssetProperty,
  at: (field: string) => unknown,
): boolean =>
  deletedAt === undefined &&
  (classId === undefined || classId === at('classId')) &&
  (categoryId === undefined || categoryId === at('categoryId')) &&
  (typeId === undefined || typeId === at('typeId'));
