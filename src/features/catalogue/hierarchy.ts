/** Class, category and type around an item: their names, what can be chosen under what, and which properties apply. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';

export interface Hierarchy {
  classes: readonly AssetClass[];
  categories: readonly AssetCategory[];
  types: readonly AssetType[];
  properties: readonly AssetProperty[];
}

export interface Place {
  classId: string;
  categoryId: string;
  typeId: string;
}

interface Named {
  id: string;
  name: string;
  deletedAt?: string | undefined;
}

const inUse = ({ deletedAt }: { deletedAt?: string | undefined }): boolean => deletedAt === undefined;
const nameOf = (rows: readonly Named[], id: string): string => rows.find((row) => row.id === id)?.name ?? '';

/** The names from class down to type; those that are not known are left out. */
export function placeNames({ classes, categories, types }: Hierarchy, place: Place): string[] {
  const names = [
    nameOf(classes, place.classId),
    nameOf(categories, place.categoryId),
    nameOf(types, place.typeId),
  ];
  return names.filter((name) => name !== '');
}

/** What can be chosen: what is in use, and the present choice even where it was retired since. */
export function choices(rows: readonly Named[], chosen: string): { value: string; label: string }[] {
  return rows
    .filter((row) => inUse(row) || row.id === chosen)
    .map((row) => ({ value: row.id, label: row.name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Moves an item to another class or category: what no longer hangs under it must be chosen anew. */
export function movedTo(hierarchy: Hierarchy, place: Place, to: Partial<Place>): Place {
  const moved = { ...place, ...to };
  const category = hierarchy.categories.find(({ id }) => id === moved.categoryId);
  if (category?.classId !== moved.classId) return { classId: moved.classId, categoryId: '', typeId: '' };
  const type = hierarchy.types.find(({ id }) => id === moved.typeId);
  return type?.categoryId === moved.categoryId ? moved : { ...moved, typeId: '' };
}

/** The properties that apply at a place: those of its type first, then its category's, its class's, and what all have. */
export function propertiesAt({ properties }: Hierarchy, place: Place): AssetProperty[] {
  return properties
    .filter((property) => inUse(property) && applies(property, place))
    .sort((a, b) => breadth(a) - breadth(b) || (a.id < b.id ? -1 : 1));
}

const applies = ({ classId, categoryId, typeId }: AssetProperty, place: Place): boolean =>
  (classId === undefined || classId === place.classId) &&
  (categoryId === undefined || categoryId === place.categoryId) &&
  (typeId === undefined || typeId === place.typeId);

function breadth({ classId, categoryId, typeId }: AssetProperty): number {
  if (typeId !== undefined) return 0;
  if (categoryId !== undefined) return 1;
  return classId === undefined ? 3 : 2;
}
