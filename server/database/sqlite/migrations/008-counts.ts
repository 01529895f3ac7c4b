/** The number of assets in each status, in each store and (store '') in all: kept by the database, so that no answer counts a country. */
import type { Migration } from '../migration';

const add = (row: string, count: number): string => `
  INSERT INTO asset_counts VALUES (${row}.store_id, ${row}.functional_status, ${count}), ('', ${row}.functional_status, ${count})
    ON CONFLICT DO UPDATE SET count = count + excluded.count;`;

export const counts: Migration = {
  version: 8,
  name: 'counts',
  sql: `
    CREATE TABLE asset_counts (
      store_id TEXT NOT NULL,
      functional_status TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (store_id, functional_status)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO asset_counts
      SELECT store_id, functional_status, count(*) FROM assets WHERE deleted = 0 GROUP BY store_id, functional_status;
    INSERT INTO asset_counts
      SELECT '', functional_status, count(*) FROM assets WHERE deleted = 0 GROUP BY functional_status;

    CREATE TRIGGER asset_counts_added AFTER INSERT ON assets WHEN new.deleted = 0
    BEGIN ${add('new', 1)} END;
    CREATE TRIGGER asset_counts_left AFTER UPDATE OF store_id, functional_status, deleted ON assets
    WHEN old.deleted = 0 AND (old.store_id, old.functional_status, old.deleted) <> (new.store_id, new.functional_status, new.deleted)
    BEGIN ${add('old', -1)} END;
    CREATE TRIGGER asset_counts_entered AFTER UPDATE OF store_id, functional_status, deleted ON assets
    WHEN new.deleted = 0 AND (old.store_id, old.functional_status, old.deleted) <> (new.store_id, new.functional_status, new.deleted)
    BEGIN ${add('new', 1)} END;
  `,
};
