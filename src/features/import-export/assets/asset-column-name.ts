/** The names of the columns of a table of equipment in the reader's language. */
import type { Column } from '#shared/import/column';
import { fieldLabel } from '../../equipment/pieces/asset-fields';
import type { Words } from '../../../words/words.svelte';

export function assetColumnName(words: Words, { id, name }: Column): string {
  if (name !== undefined) return name;
  if (id === 'id') return words.t('tables.column-id');
  if (id === 'functionalStatus') return words.t('tables.column-functionalStatus');
  if (id === 'reason') return words.t('asset.reason');
  return id === 'comment' ? words.t('asset.comment') : fieldLabel(words, id);
}
