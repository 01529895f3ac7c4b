/** Cells that name another record: a class, a category of it, a type of that, an item. */
import { folded, textOfCell, type Cell } from '../../spreadsheet/cell';
import type { Column } from './columns';
import type { Names } from './names-of-records';
import type { CellRead } from './read-cell';

/** Undefined for columns that name nothing. `place` answers with the class and category that the row is under. */
export function readName(
  { kind }: Column,
  cell: Cell,
  names: Names,
  place: (field: string) => unknown,
): CellRead | undefined {
  const index = {
    class: () => names.classes,
    category: () => names.categories.get(String(place('classId'))),
    type: () => names.types.get(String(place('categoryId'))),
    item: () => names.items,
  };
  if (kind !== 'class' && kind !== 'category' && kind !== 'type' && kind !== 'item') return undefined;
  const text = textOfCell(cell);
  if (text === '') return { issue: 'missing' };
  const id = index[kind]()?.get(folded(text));
  return id === undefined ? { issue: `unknown-${kind}` } : { value: id };
}
