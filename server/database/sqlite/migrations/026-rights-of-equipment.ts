/**
 * A right for each thing that is done to equipment. Everybody may do what they could. Staff who saw the fleet could export it, and get that
 * right. Staff who held all six rights of before are administrators, and keep holding all. `manage-sites` includes the rest by itself.
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

/** A condition of SQL: rights stand in a text with a space between them. */
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
