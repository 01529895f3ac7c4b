/** Columns, cells and their faults in the reader's language. */
import { functionalStatuses } from '#shared/domain/functional-status';
import type { Words } from '../../words/words.svelte';
import type { Column } from '#shared/import/column';
import { issueCodes, type CellIssue, type IssueCode } from '#shared/import/import-issue';
import type { CellWords } from '#shared/import/write-rows';
import type { PlainCellWords } from './tables.worker';

/** The words of fixed columns; a property is called by its name. */
const keys = {
  id: 'tables.column-id',
  retired: 'tables.column-retired',
  subCatalogue: 'tables.column-subCatalogue',
  code: 'tables.column-code',
  classId: 'tables.column-classId',
  categoryId: 'tables.column-categoryId',
  typeId: 'tables.column-typeId',
  manufacturer: 'tables.column-manufacturer',
  model: 'tables.column-model',
  functionalStatus: 'tables.column-functionalStatus',
  reason: 'tables.column-reason',
  commentsRequired: 'tables.column-commentsRequired',
  name: 'tables.column-name',
  unit: 'tables.column-unit',
  itemId: 'tables.column-itemId',
  shortName: 'tables.column-shortName',
  longName: 'tables.column-longName',
  packSize: 'tables.column-packSize',
  isActive: 'tables.column-isActive',
} as const;
const known = new Map<string, (typeof keys)[keyof typeof keys]>(Object.entries(keys));

/** Two properties of one name show their keys. */
export function columnName(words: Words, columns: readonly Column[], id: string): string {
  const key = known.get(id);
  if (key !== undefined) return words.t(key);
  const name = columns.find((column) => column.id === id)?.name;
  const shared = columns.filter((column) => column.name === name).length > 1;
  return name === undefined || shared ? id.replace('properties.', '') : name;
}

export const issueInWords = (words: Words, { code, data }: CellIssue): string =>
  isOfTables(code) ? words.t(`tables.issue-${code}`, data) : words.sayError(code, data);

const isOfTables = (code: string): code is IssueCode => issueCodes.some((one) => one === code);

export const cellWords = (words: Words): CellWords => ({
  yes: words.t('common.yes'),
  no: words.t('common.no'),
  status: (status) => words.t(`status.${status}`),
});

/** The words of cells, as they travel to a worker. */
export const plainCellWords = (words: Words): PlainCellWords => ({
  yes: words.t('common.yes'),
  no: words.t('common.no'),
  statuses: functionalStatuses.map((status) => words.t(`status.${status}`)),
});
