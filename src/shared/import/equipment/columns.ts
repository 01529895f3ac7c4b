/** The columns of a table of equipment. */
import type { AssetProperty } from '../../domain/hierarchy';
import { propertyColumns, type Column } from '../column';

const text = (id: string): Column => ({ id, kind: 'text' });
const code = (id: string): Column => ({ id, kind: 'text', identity: true });
const day = (id: string): Column => ({ id, kind: 'date' });

const fixed: readonly Column[] = [
  { ...code('assetNumber'), required: true },
  code('storeId'),
  { id: 'functionalStatus', kind: 'status' },
  text('reason'),
  text('comment'),
  code('serialNumber'),
  code('catalogueItemId'),
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

export const equipmentColumns = (properties: readonly AssetProperty[]): Column[] => [
  ...fixed,
  ...propertyColumns(properties),
  { id: 'id', kind: 'id' },
];
