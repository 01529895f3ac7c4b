/** The users of a piece of central data: found without reading every asset and every log. */
import type { Migration } from '../migration';

export const usage: Migration = {
  version: 5,
  name: 'usage',
  sql: `
    CREATE INDEX assets_item ON assets (json_extract(json, '$.catalogueItemId'), deleted, store_id);
    CREATE INDEX assets_type ON assets (json_extract(json, '$.typeId'), deleted, store_id);
    CREATE INDEX assets_category ON assets (json_extract(json, '$.categoryId'), deleted, store_id);
    CREATE INDEX assets_class ON assets (json_extract(json, '$.classId'), deleted, store_id);
    CREATE INDEX entity_rows_reason ON entity_rows (json_extract(json, '$.reasonId'), store_id)
      WHERE entity = 'assetLog' AND json_extract(json, '$.reasonId') IS NOT NULL;
  `,
};
