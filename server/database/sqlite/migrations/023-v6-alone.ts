/**
 * V6 sites without an older server: the people who may sign in there, the records that such a server would bring, and those that it would
 * keep.
 */
import type { Migration } from '../migration';

export const v6Alone: Migration = {
  version: 23,
  name: 'v6-alone',
  sql: `
    CREATE TABLE v6_people (
      id TEXT PRIMARY KEY,
      site_id TEXT NOT NULL REFERENCES sites (id),
      username TEXT NOT NULL COLLATE NOCASE UNIQUE,
      display_name TEXT NOT NULL,
      password_hash TEXT NOT NULL,
      rights TEXT NOT NULL,
      store_ids TEXT,
      disabled_at TEXT
    ) STRICT;
    CREATE INDEX v6_people_of_site ON v6_people (site_id);

    CREATE TABLE v5_records (
      cursor INTEGER PRIMARY KEY AUTOINCREMENT,
      record_id TEXT NOT NULL UNIQUE,
      table_name TEXT NOT NULL,
      data TEXT NOT NULL
    ) STRICT;

    CREATE TABLE v5_memory (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      site_id TEXT NOT NULL,
      table_name TEXT NOT NULL,
      record_id TEXT NOT NULL,
      action TEXT NOT NULL,
      data TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX v5_memory_record ON v5_memory (site_id, table_name, record_id);

    ALTER TABLE v6_sites ADD COLUMN v5_up_to INTEGER;
    ALTER TABLE v6_sites ADD COLUMN last_push TEXT;
    ALTER TABLE v6_sites ADD COLUMN last_pull TEXT;
    ALTER TABLE v6_sites ADD COLUMN queue_from INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE v6_sites ADD COLUMN queue_to INTEGER NOT NULL DEFAULT 0;

    -- counts whatever changes which stores there are, and which V6 site has them
    INSERT INTO meta VALUES ('stores_version', '0');
    ${['INSERT ON stores', 'UPDATE ON stores', 'INSERT ON v6_sites', 'UPDATE OF number ON v6_sites']
      .map(
        (event, index) => `CREATE TRIGGER stores_version_${index} AFTER ${event} BEGIN
      UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'stores_version';
    END;`,
      )
      .join('\n    ')}
  `,
};
