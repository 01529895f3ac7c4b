/** Sites, stores, devices, join codes, staff, sessions and the audit. */
import type { Migration } from '../migration';

export const registry: Migration = {
  version: 2,
  name: 'registry',
  sql: `
CREATE TABLE sites (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  search TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE stores (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  site_id TEXT NOT NULL REFERENCES sites (id)
) STRICT;
CREATE INDEX stores_of_site ON stores (site_id);

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('site', 'staff')),
  site_id TEXT REFERENCES sites (id),
  name TEXT NOT NULL,
  token_hash TEXT UNIQUE,
  client_id INTEGER NOT NULL,
  joined_at TEXT NOT NULL,
  last_contact TEXT,
  app_version TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX devices_of_site ON devices (site_id);

CREATE TABLE join_codes (
  code_hash TEXT PRIMARY KEY,
  site_id TEXT NOT NULL REFERENCES sites (id),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT,
  device_id TEXT
) STRICT;

CREATE TABLE staff_users (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL COLLATE NOCASE UNIQUE,
  display_name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  permissions TEXT NOT NULL
) STRICT;

CREATE TABLE staff_browsers (
  browser_hash TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES staff_users (id),
  device_id TEXT NOT NULL REFERENCES devices (id),
  PRIMARY KEY (browser_hash, user_id)
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES staff_users (id),
  device_id TEXT NOT NULL REFERENCES devices (id),
  browser_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_device ON sessions (device_id);

-- the fleet sorted by status
CREATE INDEX assets_by_status ON assets (deleted, functional_status, id);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  user_id TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT
) STRICT;
`,
};
