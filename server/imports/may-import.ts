/** The people who may import a table, go on with an import of it and take it back. */
import { may } from '#shared/domain/rights';
import type { StaffUser } from '../database/port/registry-staff';
import type { ImportRecord, ImportTable } from './import-record';

export const rightOf: Readonly<
  Record<
    ImportTable,
    'import-equipment' | 'manage-sites' | 'manage-users' | 'edit-catalogue' | 'edit-reasons' | 'edit-variants'
  >
> = {
  equipment: 'import-equipment',
  catalogueItem: 'edit-catalogue',
  statusReason: 'edit-reasons',
  item: 'edit-variants',
  packVariant: 'edit-variants',
  site: 'manage-sites',
  user: 'manage-users',
};

/** Sites may lie in any region, and people hold rights in any. */
export const isOfCountry = (table: ImportTable): boolean => table === 'site' || table === 'user';

/** Whoever is bound to regions has only imports of their own, and none of what may lie anywhere. */
export function mayImport(
  { id, permissions, regionIds = [] }: Pick<StaffUser, 'id' | 'permissions' | 'regionIds'>,
  { table, userId }: Pick<ImportRecord, 'table' | 'userId'>,
): boolean {
  if (!may(permissions, rightOf[table])) return false;
  return regionIds.length === 0 || (userId === id && !isOfCountry(table));
}
