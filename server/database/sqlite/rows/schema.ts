/**
 * The tables of the rows, in a file of their own. Nothing is ever carried over: a file of another version is thrown away and
 * made again from the log. Keys are numbers; there is no index that no query asks for.
 */

/** Raised with every change of these tables or of the values written into them. */
export const SCHEMA_VERSION = 10;

export const SCHEMA = `
  CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE stores (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  -- uid: 16 bytes for a UUID, else its text. owner: the asset or log it hangs on. key: what it is known by; a file's hash. status, at: of a log that says one, which, and when, milliseconds
  -- hangs_on: of a log or file without a row, what it hangs on once it has one. ruled_on: 1 where central has ruled on changes of it
  CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    uid ANY NOT NULL,
    kind INTEGER NOT NULL,
    store INTEGER,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    hlc TEXT NOT NULL,
    owner ANY,
    key TEXT,
    thumbnail TEXT,
    status INTEGER,
    at INTEGER,
    winners TEXT,
    json TEXT,
    hangs_on ANY,
    ruled_on INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX entities_uid ON entities (uid, kind);
  CREATE INDEX entities_owner ON entities (owner, kind, status, at) WHERE owner IS NOT NULL;
  CREATE INDEX entities_hangs_on ON entities (hangs_on, kind) WHERE hangs_on IS NOT NULL;
  CREATE INDEX entities_key ON entities (key, kind) WHERE key IS NOT NULL;
  CREATE INDEX entities_thumbnail ON entities (thumbnail) WHERE thumbnail IS NOT NULL;
  CREATE INDEX entities_central ON entities (kind) WHERE store IS NULL;

  -- of entities that have more than one change
  CREATE TABLE entity_changes (entity INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (entity, seq)) STRICT, WITHOUT ROWID;
  -- of these, the ones that say where an asset is, or what of it counts: few, however long its history is
  CREATE TABLE placing (entity INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (entity, seq)) STRICT, WITHOUT ROWID;
  -- stores that an entity came to after the one it lies in
  CREATE TABLE places (entity INTEGER NOT NULL, store INTEGER NOT NULL, PRIMARY KEY (entity, store)) STRICT, WITHOUT ROWID;

  -- checked: when the status was last said, an instant. said: the entity of the log that gives the status. until: when a log of a day that had not come begins to count, milliseconds.
  -- type, item, maker, reason: codes of what it names, of the maker only where no item of the catalogue names one; 0: none
  CREATE TABLE assets (
    id INTEGER PRIMARY KEY,
    store INTEGER NOT NULL,
    number TEXT NOT NULL,
    status INTEGER NOT NULL,
    since TEXT NOT NULL,
    checked TEXT NOT NULL DEFAULT '',
    modified INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    said INTEGER,
    until INTEGER,
    type INTEGER NOT NULL,
    item INTEGER NOT NULL,
    maker INTEGER NOT NULL,
    reason INTEGER NOT NULL DEFAULT 0,
    photo INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX assets_number ON assets (number, id) WHERE deleted = 0;
  CREATE INDEX assets_store ON assets (store, deleted, number, id);
  CREATE INDEX assets_modified ON assets (modified, id) WHERE deleted = 0;
  CREATE INDEX assets_since ON assets (since, id) WHERE deleted = 0;
  CREATE INDEX assets_status ON assets (status, id) WHERE deleted = 0;
  CREATE INDEX assets_until ON assets (until) WHERE until IS NOT NULL;
  -- narrow, so that looking through all texts reads little
  CREATE TABLE asset_texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;

  -- kept by whoever writes rows, so that no answer counts a country
  CREATE TABLE asset_counts (store INTEGER NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (store, status)) STRICT, WITHOUT ROWID;
  CREATE TABLE uses (uid ANY NOT NULL, kind INTEGER NOT NULL, store INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (uid, kind, store)) STRICT, WITHOUT ROWID;
  CREATE TABLE problem_counts (store INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;

  -- by the change that is to blame; asset: of what hangs on one
  CREATE TABLE problems (seq INTEGER PRIMARY KEY, entity INTEGER NOT NULL, store INTEGER, asset ANY, issues TEXT NOT NULL) STRICT;
  CREATE INDEX problems_entity ON problems (entity);
  CREATE INDEX problems_asset ON problems (asset) WHERE asset IS NOT NULL;

  -- flagged entities, by what may cure them; and keys of which some that wait are still to be looked at
  CREATE TABLE waits (key TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (key, entity)) STRICT, WITHOUT ROWID;
  CREATE INDEX waits_entity ON waits (entity);
  CREATE TABLE cures (key TEXT PRIMARY KEY, after INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE central_edits (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, user_id TEXT NOT NULL, kind TEXT NOT NULL, entity_id TEXT NOT NULL) STRICT;
  CREATE INDEX central_edits_at ON central_edits (at, user_id, kind, seq);
`;
