/**
 * The memory of V6 sites, which stood among the records that could not be integrated; and the records that are tried again without their
 * site waiting.
 */
import type { Migration } from '../migration';

const ofOthers = `code = 'unknown-table' OR (table_name = 'sync_file_reference'
  AND coalesce(json_extract(data, '$.table_name'), '') NOT IN ('asset', 'asset_log', ''))`;

export const v6Memory: Migration = {
  version: 10,
  name: 'v6-memory',
  sql: `
    CREATE TABLE v6_memory (
      site_id TEXT NOT NULL,
      table_name TEXT NOT NULL,
      record_id TEXT NOT NULL,
      action TEXT NOT NULL,
      data TEXT NOT NULL,
      received_at TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX v6_memory_record ON v6_memory (site_id, table_name, record_id);
    CREATE INDEX v6_memory_table ON v6_memory (table_name);

    INSERT OR REPLACE INTO v6_memory SELECT site_id, table_name, record_id, action, data, received_at
      FROM v6_inbox WHERE (${ofOthers}) AND action <> 'Delete' ORDER BY id;
    INSERT INTO v6_log (store_id, table_name, record_id, entity, entity_id, had_by)
      SELECT 'memory/' || site_id, table_name, record_id, 'v6Memory', record_id, site_id FROM v6_memory ORDER BY rowid;
    DELETE FROM v6_inbox WHERE ${ofOthers};

    -- 1: pushed, its site waits for it; 2: tried again
    CREATE INDEX v6_inbox_again ON v6_inbox (site_id, table_name, id) WHERE waiting = 2;
  `,
};
