/** The columns of the list of items. */
import { nameFor } from '#shared/domain/name-in';
import type { ListColumn } from '../record/list-columns';
import type { FoldedRow } from '../../../replica/records';
import type { Words } from '../../../words/words.svelte';

type ItemColumn = ListColumn<FoldedRow<'item'>>;

/** The setting under which this device keeps which of them it shows. */
export const COLUMNS = 'itemColumns';

export const itemColumns = (words: Words, packsOf: (itemId: string) => readonly string[]): ItemColumn[] => [
  {
    id: 'name',
    label: words.t('items.name'),
    track: 'minmax(12rem, 2fr)',
    text: (row) => nameFor(row, words.locale),
    fixed: true,
  },
  {
    id: 'code',
    label: words.t('items.code'),
    track: 'minmax(8rem, 1fr)',
    text: ({ code }) => code,
    atFirst: true,
  },
  {
    id: 'unit',
    label: words.t('items.unit'),
    track: 'minmax(6rem, 1fr)',
    text: ({ unit }) => unit,
    atFirst: true,
  },
  {
    id: 'packs',
    label: words.t('items.variants'),
    track: 'minmax(10rem, 2fr)',
    text: ({ id }) => words.list([...packsOf(id)]),
    value: ({ id }) => packsOf(id).length,
    atFirst: true,
  },
];
