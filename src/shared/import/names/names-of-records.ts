/** Records that a table names: found by name, those in use first. */
import { foldCase } from '../../same-text';
import { invisible } from '../../spreadsheet/invisible';
import { sameHeading } from './same-heading';
import type { Around } from '../around';

interface Named {
  id: string;
  name: string;
  deletedAt?: string | undefined;
}

/** name → id, in use before retired */
type Index = ReadonlyMap<string, string>;

export interface Names {
  classes: Index;
  /** by class */
  categories: ReadonlyMap<string, Index>;
  /** by category */
  types: ReadonlyMap<string, Index>;
  /** by code, and by name where no code is the same */
  items: Index;
}

export function namesOf({ classes, categories, types, items }: Around): Names {
  return {
    classes: indexed(classes),
    categories: grouped(categories, ({ classId }) => classId),
    types: grouped(types, ({ categoryId }) => categoryId),
    items: new Map([
      ...indexed(items),
      ...indexed(items.map(({ id, code, deletedAt }) => ({ id, name: code, deletedAt }))),
    ]),
  };
}

/** The record of a name: as it is written, else as it would be without hyphens and the like. */
export const idNamed = (index: Index | undefined, text: string): string | undefined =>
  index?.get(exactly(text)) ?? index?.get(sameHeading(text));

const exactly = (text: string): string => foldCase(text.replace(invisible, ''));

/** Later entries win, so those in use come last, and names as they are written after looser ones. */
function indexed(rows: readonly Named[]): Index {
  const inUseLast = [...rows].sort(
    (a, b) => Number(a.deletedAt === undefined) - Number(b.deletedAt === undefined),
  );
  return new Map([
    ...inUseLast.map(({ id, name }) => [sameHeading(name), id] as const),
    ...inUseLast.map(({ id, name }) => [exactly(name), id] as const),
  ]);
}

function grouped<Row extends Named>(rows: readonly Row[], groupOf: (row: Row) => string): Map<string, Index> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row]);
  return new Map([...groups].map(([group, members]) => [group, indexed(members)]));
}
