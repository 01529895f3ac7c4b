/** The columns of a table of assets. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import { fieldLabel } from '../../equipment/pieces/asset-fields';
import type { Words } from '../../../words/words.svelte';
import type { Column } from '../columns';

const text = (id: string, required = false): Column => ({ id, kind: 'text', required });
const day = (id: string): Column => ({ id, kind: 'date' });

const fixed: readonly Column[] = [
  text('assetNumber', true),
  text('storeId'),
  { id: 'functionalStatus', kind: 'status' },
  text('reason'),
  text('comment'),
  text('serialNumber'),
  text('catalogueItemId'),
  { id: 'classId', kind: 'class' },
  { id: 'categoryId', kind: 'category' },
  { id: 'typeId', kind: 'type' },
  text('manufacturer'),
  text('model'),
  text('storageLocation'),
  day('installationDate'),
  day('replacementDate'),
  { id: 'needsReplacement', kind: 'yes-no' },
  day('warrantyStart'),
  day('warrantyEnd'),
  text('donor'),
  text('notes'),
];

const kindOf = {
  STRING: 'text',
  BOOLEAN: 'yes-no',
  INTEGER: 'integer',
  FLOAT: 'number',
  DATE: 'date',
} as const;

export function assetColumns(properties: readonly AssetProperty[]): Column[] {
  const known = new Map(
    properties.filter(({ deletedAt }) => deletedAt === undefined).map((property) => [property.key, property]),
  );
  const ofProperties = [...known.values()].map(({ key, name, valueType, allowedValues }): Column => ({
    id: `properties.${key}`,
    kind: kindOf[valueType],
    name,
    allowed: allowedValues,
  }));
  return [...fixed, ...ofProperties, { id: 'id', kind: 'id' }];
}

export function assetColumnName(words: Words, { id, name }: Column): string {
  if (name !== undefined) return name;
  if (id === 'id') return words.t('tables.column-id');
  if (id === 'functionalStatus') return words.t('tables.column-functionalStatus');
  if (id === 'reason') return words.t('asset.reason');
  return id === 'comment' ? words.t('asset.comment') : fieldLabel(words, id);
}
