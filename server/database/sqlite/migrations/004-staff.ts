/** Staff who can be disabled and whose sessions have names, stores that moved, the progress of devices, and a record that is searched. */
import type { Migration } from '../migration';

export const staff: Migration = {
  version: 4,
  name: 'staff',
  sql: `
    ALTER TABLE staff_users ADD COLUMN disabled_at TEXT;
    ALTER TABLE staff_users ADD COLUMN last_sign_in TEXT;
    UPDATE staff_users SET permissions =
      replace(permissions, 'edit-central-data', 'edit-catalogue edit-reasons edit-variants');

    ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
    ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
    UPDATE sessions SET id = lower(hex(randomblob(16)));
    CREATE UNIQUE INDEX sessions_id ON sessions (id);
    CREATE INDEX sessions_of_user ON sessions (user_id);

    -- a site that has lost a store may still send what it made there
    CREATE TABLE former_stores (
      site_id TEXT NOT NULL REFERENCES sites (id),
      store_id TEXT NOT NULL REFERENCES stores (id),
      left_at TEXT NOT NULL,
      PRIMARY KEY (site_id, store_id)
    ) STRICT, WITHOUT ROWID;

    -- how much of a document a device was last known to have
    CREATE TABLE device_documents (
      device_id TEXT NOT NULL REFERENCES devices (id),
      document TEXT NOT NULL,
      changes INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (device_id, document)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX audit_at ON audit (at, id);
    -- edits of central data are a part of the record of what staff did
    CREATE INDEX changes_of_central_data ON changes (received_at, received_from, kind, entity_id)
      WHERE entity NOT IN ('asset', 'assetLog', 'file');
  `,
};
