/**
 * A right for each thing that is done to equipment. Everybody may do what they could: whoever saw the fleet could take it out as a table, and
 * whoever held all rights of before, an administrator, keeps holding all. `manage-sites` allows what it did by itself.
 */
import type { Migration } from '../migration';

/** The six rights that there were before Open mSupply sites had a memory. */
export const allOfBefore = [
  'read-fleet',
  'edit-catalogue',
  'edit-reasons',
  'edit-variants',
  'manage-sites',
  'manage-users',
];

/** Rights stand in a text with a space between them. */
const holds = (right: string): string => `(' ' || permissions || ' ') LIKE '% ${right} %'`;

/** The same words for both databases. */
export const rightsOfEquipmentSql = `
  UPDATE staff_users SET permissions = permissions || ' export-site-memory'
    WHERE ${allOfBefore.map(holds).join(' AND ')} AND NOT (${holds('export-site-memory')});
  UPDATE staff_users SET permissions = permissions || ' export-equipment'
    WHERE ${holds('read-fleet')} AND NOT (${holds('export-equipment')});
`;

export const rightsOfEquipment: Migration = {
  version: 26,
  name: 'a right for each thing that is done to equipment',
  sql: rightsOfEquipmentSql,
};
