/** The stores that a V6 site was served last: one that it gains later comes to it from its beginning. */
import type { Migration } from '../migration';

export const v6Stores: Migration = {
  version: 7,
  name: 'v6-stores',
  sql: 'ALTER TABLE v6_sites ADD COLUMN served TEXT;',
};
