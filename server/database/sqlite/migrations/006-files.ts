/** A file reference is found by the hash of its thumbnail too. */
import type { Migration } from '../migration';

export const files: Migration = {
  version: 6,
  name: 'files',
  sql: `
    CREATE INDEX entity_rows_thumbnail ON entity_rows (json_extract(json, '$.thumbnailSha256')) WHERE entity = 'file';
  `,
};
