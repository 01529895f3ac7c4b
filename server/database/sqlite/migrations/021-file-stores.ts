/** The stores for which the content of each file was brought. Contents that records named before this was counted are believed. */
import type { Migration } from '../migration';

export const fileStores: Migration = {
  version: 21,
  name: 'file-stores',
  sql: `
    CREATE TABLE file_stores (
      sha256 TEXT NOT NULL,
      store_id TEXT NOT NULL,
      PRIMARY KEY (sha256, store_id)
    ) STRICT, WITHOUT ROWID;

    INSERT OR IGNORE INTO file_stores SELECT key, store_id FROM entity_rows
      WHERE entity = 'file' AND key IS NOT NULL AND store_id IS NOT NULL;
    INSERT OR IGNORE INTO file_stores SELECT json_extract(json, '$.thumbnailSha256'), store_id FROM entity_rows
      WHERE entity = 'file' AND json_extract(json, '$.thumbnailSha256') IS NOT NULL AND store_id IS NOT NULL;
  `,
};
