/** The people who may import a table, go on with an import of it and take it back. */
import { may } from '#shared/domain/rights';
import type { StaffUser } from '../database/port/registry-staff';
import type { ImportRecord, ImportTable } from './import-record';

export const rightOf: Readonly<
  Record<
    ImportTable,
    'import-equipment' | 'manage-sites' | 'edit-catalogue' | 'edit-reasons' | 'edit-variants'
  >
> = {
  equipment: 'import-equipment',
  catalogueItem: 'edit-catalogue',
  statusReason: 'edit-reasons',
  item: 'edit-variants',
  packVariant: 'edit-variants',
  site: 'manage-sites',
};

/** Whoever is bound to regions has only imports of their own, and none of sites, which may lie anywhere. */
export function mayImport(
  { id, permissions, regionIds = [] }: Pick<StaffUser, 'id' | 'permissions' | 'regionIds'>,
  { table, userId }: Pick<ImportRecord, 'table' | 'userId'>,
): boolean {
  if (!may(permissions, rightOf[table])) return false;
  return regionIds.length === 0 || (userId === id && table !== 'site');
}
