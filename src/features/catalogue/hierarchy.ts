/** Class, category and type around an item: their names, and what can be chosen under what. */
import type { AssetCategory, AssetClass, AssetProperty, AssetType } from '#shared/domain/hierarchy';
import type { Place } from '../../parts/properties';

export type { Place };

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

/** The name behind a value of `classId`, `categoryId` or `typeId`; empty for other fields and what is not known. */
export function nameInHierarchy(hierarchy: Hierarchy, field: string, value: unknown): string {
  const rows = { classId: hierarchy.classes, categoryId: hierarchy.categories, typeId: hierarchy.types };
  const named = new Map<string, readonly Named[]>(Object.entries(rows)).get(field);
  return named && typeof value === 'string' ? nameOf(named, value) : '';
}
