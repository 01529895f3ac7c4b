/** The columns of the tables of central data. */
import type { CentralEntity } from '../../commands/save-central-data';
import { entryName } from '../../domain/keyed-fields';
import { knownBy } from '../../domain/known-by';
import type { Around } from '../around';
import { propertyColumns, type Column } from '../column';
import { languageNames } from '../names/language-names';

export const tableNames = ['catalogue-items', 'status-reasons', 'items', 'pack-variants'] as const;
export type TableName = (typeof tableNames)[number];

export const isTableName = (text: string): text is TableName =>
  (tableNames as readonly string[]).includes(text);

const id: Column = { id: 'id', kind: 'id' };
const retired: Column = { id: 'retired', kind: 'retired' };
const text = (name: string, required = true): Column => ({ id: name, kind: 'text', required });
const code = (name: string): Column => ({ ...text(name), identity: true });

/** After what it is called in the first language of the programme: a column for each other. */
const namesIn: readonly Column[] = Object.entries(languageNames).map(([language, name]) => ({
  ...text(entryName('nameIn', language), false),
  name,
}));

const fixed: Record<TableName, readonly Column[]> = {
  'catalogue-items': [
    text('subCatalogue'),
    code('code'),
    { id: 'classId', kind: 'class', required: true },
    { id: 'categoryId', kind: 'category', required: true },
    { id: 'typeId', kind: 'type', required: true },
    text('manufacturer', false),
    text('model'),
  ],
  'status-reasons': [
    { id: 'functionalStatus', kind: 'status', required: true },
    text('reason'),
    ...namesIn,
    { id: 'commentsRequired', kind: 'yes-no' },
  ],
  items: [code('code'), text('name'), ...namesIn, text('unit')],
  'pack-variants': [
    { id: 'itemId', kind: 'item', required: true },
    text('shortName'),
    text('longName'),
    { id: 'packSize', kind: 'number', required: true },
    { id: 'isActive', kind: 'yes-no' },
  ],
};

export function columnsOf(table: TableName, { properties }: Pick<Around, 'properties'>): Column[] {
  const known = [...properties].sort((a, b) => a.name.localeCompare(b.name));
  const ofProperties = table === 'catalogue-items' ? propertyColumns(known) : [];
  return [...fixed[table], ...ofProperties, retired, id];
}

export const entityOf: Record<TableName, CentralEntity> = {
  'catalogue-items': 'catalogueItem',
  'status-reasons': 'statusReason',
  items: 'item',
  'pack-variants': 'packVariant',
};

/** The columns by which a person knows a record, where the file does not give its id. */
export const keyColumns = (table: TableName): readonly string[] => knownBy(entityOf[table]) ?? [];
