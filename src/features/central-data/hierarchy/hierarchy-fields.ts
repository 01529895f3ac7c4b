/** The forms of a class, a category and a type. */
import type { AssetCategory, AssetClass } from '#shared/domain/hierarchy';
import type { FieldSpec } from '../record/field-spec';

const name: FieldSpec = { name: 'name', label: 'hierarchy.name', kind: 'text', required: true };

export const classFields: FieldSpec[] = [name];

export const categoryFields = (classes: readonly AssetClass[]): FieldSpec[] => [
  name,
  {
    name: 'classId',
    label: 'hierarchy.class',
    kind: 'choice',
    required: true,
    options: classes.map((row) => ({ value: row.id, label: row.name })),
  },
];

export const typeFields = (
  categories: readonly AssetCategory[],
  classes: readonly AssetClass[],
): FieldSpec[] => [
  name,
  {
    name: 'categoryId',
    label: 'hierarchy.category',
    kind: 'choice',
    required: true,
    options: categories.map((row) => ({ value: row.id, label: labelOf(row, classes) })),
  },
];

/** "Cold chain equipment › Insulated containers" */
function labelOf({ name: own, classId }: AssetCategory, classes: readonly AssetClass[]): string {
  const above = classes.find(({ id }) => id === classId)?.name;
  return above === undefined ? own : `${above} › ${own}`;
}
