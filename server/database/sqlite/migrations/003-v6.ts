/** Sites that speak V6: their settings, the records they pushed, the state they have, and the order of records. */
import type { Migration } from '../migration';

export const v6: Migration = {
  version: 3,
  name: 'v6',
  sql: `
    CREATE TABLE v6_sites (
      site_id TEXT PRIMARY KEY REFERENCES sites (id),
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      number INTEGER NOT NULL UNIQUE,
      password_hash TEXT,
      hardware_id TEXT,
      initialisation TEXT NOT NULL DEFAULT 'new',
      last_contact TEXT,
      app_version TEXT,
      integrating INTEGER NOT NULL DEFAULT 0,
      numbers INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- a row leaves when its record is integrated
    CREATE TABLE v6_inbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      site_id TEXT NOT NULL REFERENCES v6_sites (site_id),
      table_name TEXT NOT NULL,
      record_id TEXT NOT NULL,
      action TEXT NOT NULL,
      data TEXT NOT NULL,
      received_at TEXT NOT NULL,
      waiting INTEGER NOT NULL DEFAULT 1,
      plan TEXT,
      code TEXT,
      words TEXT,
      waits_for TEXT
    ) STRICT;
    CREATE UNIQUE INDEX v6_inbox_content ON v6_inbox (site_id, table_name, record_id, action, data);
    CREATE INDEX v6_inbox_waiting ON v6_inbox (site_id, table_name, id) WHERE waiting = 1;
    CREATE INDEX v6_inbox_kept ON v6_inbox (id) WHERE waiting = 0;
    CREATE INDEX v6_inbox_waits_for ON v6_inbox (waits_for) WHERE waits_for IS NOT NULL;

    CREATE TABLE v6_bases (
      site_id TEXT NOT NULL,
      asset_id TEXT NOT NULL,
      fields TEXT,
      said TEXT NOT NULL,
      sent TEXT,
      sent_cursor INTEGER,
      PRIMARY KEY (site_id, asset_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX v6_bases_sent ON v6_bases (site_id, sent_cursor) WHERE sent_cursor IS NOT NULL;

    CREATE TABLE v6_log (
      cursor INTEGER PRIMARY KEY AUTOINCREMENT,
      store_id TEXT NOT NULL,
      table_name TEXT NOT NULL,
      record_id TEXT NOT NULL,
      entity TEXT NOT NULL,
      entity_id TEXT NOT NULL,
      first_cursor INTEGER,
      had_by TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE UNIQUE INDEX v6_log_record ON v6_log (record_id, table_name, store_id);
    CREATE INDEX v6_log_store ON v6_log (store_id, cursor, had_by);

    -- what was moved, found at start without looking at all that was not
    CREATE INDEX placements_moved ON placements (entity, entity_id) WHERE position > 0;

    CREATE TABLE v6_contents (
      file_id TEXT PRIMARY KEY,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      site_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
