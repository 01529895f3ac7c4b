/**
 * Records from V6 sites that may have been put back; and a version of a record of a site's memory that could not be read, which stands beside
 * the last that could.
 */
import type { Migration } from '../migration';

export const v6PushedAgain: Migration = {
  version: 31,
  name: 'v6-pushed-again',
  sql: `
    ALTER TABLE v6_inbox ADD COLUMN is_again INTEGER NOT NULL DEFAULT 0;
    DROP INDEX v6_memory_record;
    CREATE UNIQUE INDEX v6_memory_record ON v6_memory (site_id, table_name, record_id, action = 'Unreadable');
  `,
};
