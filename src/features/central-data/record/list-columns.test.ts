import { expect, test } from 'vitest';
import { inOrder, shownColumns, toggled, type ListColumn } from './list-columns';

interface Row {
  code: string;
  litres?: number;
}
const columns: ListColumn<Row>[] = [
  { id: 'code', label: 'Code', track: '1fr', text: ({ code }) => code, fixed: true },
  {
    id: 'litres',
    label: 'Litres',
    track: '1fr',
    text: ({ litres }) => (litres === undefined ? '' : `${litres} l`),
    value: ({ litres }) => litres,
  },
  { id: 'model', label: 'Model', track: '1fr', text: () => '', atFirst: true },
];
const [byCode, byLitres] = [columns[0], columns[1]];

test('the usual columns are shown until others are chosen, and the fixed ones always', () => {
  const ids = (setting?: string) => shownColumns(columns, setting).map(({ id }) => id);
  expect(ids()).toEqual(['code', 'model']);
  expect(ids(toggled(shownColumns(columns, undefined), 'litres'))).toEqual(['code', 'litres', 'model']);
  expect(ids(toggled(shownColumns(columns, undefined), 'model'))).toEqual(['code']);
});

test('numbers are ordered as numbers, codes by the numbers in them, and what says nothing comes last', () => {
  const rows: Row[] = [{ code: 'E10', litres: 9 }, { code: 'E9' }, { code: 'E1', litres: 104.5 }];
  const codes = (column: ListColumn<Row> | undefined, descending: boolean) =>
    column && inOrder(rows, column, descending, 'en').map(({ code }) => code);
  expect(codes(byCode, false)).toEqual(['E1', 'E9', 'E10']);
  expect(codes(byLitres, false)).toEqual(['E10', 'E1', 'E9']);
  expect(codes(byLitres, true)).toEqual(['E1', 'E10', 'E9']);
});
