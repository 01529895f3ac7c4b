/** The columns of the four tables. What a column is called in every language comes from `column-names`. */
import type { CentralEntity } from '#shared/commands/save-central-data';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { knownBy } from '#shared/domain/known-by';
import type { Around } from './around';

export const tableNames = ['catalogue-items', 'status-reasons', 'items', 'pack-variants'] as const;
export type TableName = (typeof tableNames)[number];

export const isTableName = (text: string): text is TableName =>
  (tableNames as readonly string[]).includes(text);

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
  /** a field, or `properties.<key>` */
  id: string;
  kind: ColumnKind;
  required?: boolean;
  allowed?: readonly string[] | undefined;
  /** of a property: what it is called; other columns are called by the words of the app */
  name?: string;
}

const id: Column = { id: 'id', kind: 'id' };
const retired: Column = { id: 'retired', kind: 'retired' };
const text = (name: string, required = true): Column => ({ id: name, kind: 'text', required });

const fixed: Record<TableName, readonly Column[]> = {
  'catalogue-items': [
    text('subCatalogue'),
    text('code'),
    { id: 'classId', kind: 'class', required: true },
    { id: 'categoryId', kind: 'category', required: true },
    { id: 'typeId', kind: 'type', required: true },
    text('manufacturer', false),
    text('model'),
  ],
  'status-reasons': [
    { id: 'functionalStatus', kind: 'status', required: true },
    text('reason'),
    { id: 'commentsRequired', kind: 'yes-no' },
  ],
  items: [text('code'), text('name'), text('unit')],
  'pack-variants': [
    { id: 'itemId', kind: 'item', required: true },
    text('shortName'),
    text('longName'),
    { id: 'packSize', kind: 'number', required: true },
    { id: 'isActive', kind: 'yes-no' },
  ],
};

const kindOf = {
  STRING: 'text',
  BOOLEAN: 'yes-no',
  INTEGER: 'integer',
  FLOAT: 'number',
  DATE: 'date',
} as const satisfies Record<AssetProperty['valueType'], ColumnKind>;

export function columnsOf(table: TableName, { properties }: Pick<Around, 'properties'>): Column[] {
  const known = properties
    .filter(({ deletedAt }) => deletedAt === undefined)
    .sort((a, b) => a.name.localeCompare(b.name));
  const ofProperties = table === 'catalogue-items' ? uniqueKeys(known).map(toColumn) : [];
  return [...fixed[table], ...ofProperties, retired, id];
}

const toColumn = ({ key, name, valueType, allowedValues }: AssetProperty): Column => ({
  id: `properties.${key}`,
  kind: kindOf[valueType],
  name,
  allowed: allowedValues,
});

const uniqueKeys = (properties: readonly AssetProperty[]): AssetProperty[] => [
  ...new Map(properties.map((property) => [property.key, property])).values(),
];

export const entityOf: Record<TableName, CentralEntity> = {
  'catalogue-items': 'catalogueItem',
  'status-reasons': 'statusReason',
  items: 'item',
  'pack-variants': 'packVariant',
};

/** What a person knows a record by, where the file does not say its id. */
export const keyColumns = (table: TableName): readonly string[] => knownBy[entityOf[table]] ?? [];

export const propertyKey = (columnId: string): string | undefined =>
  columnId.startsWith('properties.') ? columnId.slice('properties.'.length) : undefined;
