/** Changes with their positions, and the rows they fold to. */
import type { Migration } from '../migration';

export const changes: Migration = {
  version: 1,
  name: 'changes',
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE client_ids (client_id INTEGER PRIMARY KEY, device_id TEXT NOT NULL) STRICT;
    CREATE INDEX client_ids_device ON client_ids (device_id);

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      store_id TEXT,
      seq INTEGER NOT NULL,
      changes INTEGER NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX documents_store ON documents (store_id);

    CREATE TABLE heads (
      document INTEGER NOT NULL REFERENCES documents (id),
      client INTEGER NOT NULL,
      next INTEGER NOT NULL,
      PRIMARY KEY (document, client)
    ) STRICT, WITHOUT ROWID;

    -- seq counts all changes without a gap: rows are never deleted
    CREATE TABLE changes (
      seq INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents (id),
      client INTEGER NOT NULL,
      clock INTEGER NOT NULL,
      change_id TEXT NOT NULL,
      entity TEXT NOT NULL,
      entity_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      device_id TEXT NOT NULL,
      n INTEGER NOT NULL,
      hlc TEXT NOT NULL,
      body BLOB NOT NULL,
      received_at TEXT NOT NULL,
      received_from TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX changes_place ON changes (document, client, clock);
    CREATE INDEX changes_id ON changes (change_id);
    CREATE INDEX changes_entity ON changes (entity_id, entity);

    CREATE TABLE placements (
      entity_id TEXT NOT NULL,
      entity TEXT NOT NULL,
      store_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (entity_id, entity, store_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE refused_numbers (
      device_id TEXT NOT NULL,
      n INTEGER NOT NULL,
      change_id TEXT NOT NULL,
      code TEXT NOT NULL,
      PRIMARY KEY (device_id, n, change_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE assets (
      id TEXT PRIMARY KEY,
      store_id TEXT NOT NULL,
      asset_number TEXT NOT NULL,
      functional_status TEXT NOT NULL DEFAULT '',
      status_since TEXT NOT NULL DEFAULT '',
      modified_at TEXT NOT NULL,
      deleted INTEGER NOT NULL,
      search TEXT NOT NULL,
      json TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT '{}'
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assets_number ON assets (deleted, asset_number, id);
    CREATE INDEX assets_modified ON assets (deleted, modified_at, id);
    CREATE INDEX assets_since ON assets (deleted, status_since, id);
    CREATE INDEX assets_status ON assets (deleted, functional_status, asset_number, id);
    -- narrow, so that looking through all texts reads little
    CREATE INDEX assets_search ON assets (deleted, id, search);
    CREATE INDEX assets_store ON assets (store_id, deleted, asset_number, id);

    CREATE TABLE entity_rows (
      entity TEXT NOT NULL,
      id TEXT NOT NULL,
      store_id TEXT,
      owner_id TEXT,
      at TEXT,
      key TEXT,
      json TEXT NOT NULL,
      PRIMARY KEY (entity, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entity_rows_owner ON entity_rows (owner_id, entity, at) WHERE owner_id IS NOT NULL;
    CREATE INDEX entity_rows_key ON entity_rows (key, entity) WHERE key IS NOT NULL;

    CREATE TABLE problems (
      entity_id TEXT NOT NULL,
      entity TEXT NOT NULL,
      change_id TEXT NOT NULL,
      code TEXT NOT NULL,
      field TEXT NOT NULL,
      data TEXT,
      store_id TEXT,
      asset_id TEXT,
      document TEXT NOT NULL,
      since TEXT NOT NULL,
      PRIMARY KEY (entity_id, entity, change_id, code, field)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX problems_since ON problems (since, change_id, code, field);
    CREATE INDEX problems_asset ON problems (asset_id) WHERE asset_id IS NOT NULL;
    CREATE INDEX problems_code ON problems (code, store_id);
  `,
};
