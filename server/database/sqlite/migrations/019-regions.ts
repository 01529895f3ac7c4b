/** The regions in which the rights of a member of staff hold: their ids, with a space between them; none: the whole country. */
import type { Migration } from '../migration';

export const regions: Migration = {
  version: 19,
  name: 'regions of staff',
  sql: `ALTER TABLE staff_users ADD COLUMN region_ids TEXT NOT NULL DEFAULT '';`,
};
