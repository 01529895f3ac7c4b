/** Cells that name another record: a class, a category of it, a type of that, an item. */
import { textOfCell, type Cell } from '../../spreadsheet/cell';
import type { Column } from '../column';
import { idNamed, type Names } from '../names/names-of-records';
import type { CellRead } from './read-cell';
import { failedCell } from './text-marks';

/** Undefined for columns that name nothing. `place` returns the class and category that the row is under. */
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
  const failed = failedCell(text);
  if (failed) return { issue: failed };
  const id = idNamed(index[kind](), text);
  return id === undefined ? { issue: `unknown-${kind}` } : { value: id };
}
