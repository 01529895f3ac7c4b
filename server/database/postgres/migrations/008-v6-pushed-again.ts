/** Records from V6 sites that may have been put back, and versions of a site's memory that cannot be read, as in SQLite's step of that name. */
import type { PgMigration } from '../migrations';

export const v6PushedAgain: PgMigration = {
  version: 8,
  sql: `
    ALTER TABLE v6_inbox ADD COLUMN is_again integer NOT NULL DEFAULT 0;
    DROP INDEX v6_memory_record;
    CREATE UNIQUE INDEX v6_memory_record ON v6_memory (site_id, table_name, record_id, (action = 'Unreadable'));
  `,
};
