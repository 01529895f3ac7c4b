/** Digests of the contents of documents, the starts of this server, and the keys of its receipts. */
import type { Migration } from '../migration';

export const proofs: Migration = {
  version: 20,
  name: 'proofs',
  sql: `
    -- the digest of a client's chain at the clock after each commit; filled in for older changes when the file is opened
    CREATE TABLE chain_marks (
      document INTEGER NOT NULL REFERENCES documents (id),
      client INTEGER NOT NULL,
      clock INTEGER NOT NULL,
      digest BLOB NOT NULL,
      PRIMARY KEY (document, client, clock)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE starts (
      position INTEGER PRIMARY KEY,
      start INTEGER NOT NULL UNIQUE,
      from_seq INTEGER NOT NULL,
      began_at TEXT NOT NULL
    ) STRICT;

    -- none is ever deleted: a receipt is good for ever
    CREATE TABLE receipt_keys (
      position INTEGER PRIMARY KEY,
      key_id INTEGER NOT NULL UNIQUE,
      key BLOB NOT NULL,
      made_at TEXT NOT NULL
    ) STRICT;
  `,
};
