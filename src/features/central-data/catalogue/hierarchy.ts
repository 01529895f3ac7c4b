/** Class, category and type around an item: their names, and the choices at each level. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';
import type { Classification } from '#shared/domain/rules/hierarchy';

export interface Hierarchy {
  classes: readonly AssetClass[];
  categories: readonly AssetCategory[];
  types: readonly AssetType[];
  properties: readonly AssetProperty[];
}

interface Named {
  id: string;
  name: string;
  deletedAt?: string | undefined;
}

const inUse = ({ deletedAt }: { deletedAt?: string | undefined }): boolean => deletedAt === undefined;
export const nameOf = (rows: readonly Named[], id: string): string =>
  rows.find((row) => row.id === id)?.name ?? '';

/** The choices: the records in use, and the present choice even where it was retired since. */
export function choices(rows: readonly Named[], chosen: string): { value: string; label: string }[] {
  return rows
    .filter((row) => inUse(row) || row.id === chosen)
    .map((row) => ({ value: row.id, label: row.name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Moves an item to another class or category: a choice that no longer belongs under it must be made again. */
export function movedTo(
  hierarchy: Hierarchy,
  place: Classification,
  to: Partial<Classification>,
): Classification {
  const moved = { ...place, ...to };
  const category = hierarchy.categories.find(({ id }) => id === moved.categoryId);
  if (category?.classId !== moved.classId) return { classId: moved.classId, categoryId: '', typeId: '' };
  const type = hierarchy.types.find(({ id }) => id === moved.typeId);
  return type?.categoryId === moved.categoryId ? moved : { ...moved, typeId: '' };
}
