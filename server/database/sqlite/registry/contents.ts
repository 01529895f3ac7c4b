/** The stores for which contents were brought, in SQLite. */
import type { ContentBook } from '../../port/registry-contents';
import type { SqliteFile } from '../sqlite-file';

export const sqliteContents = (database: SqliteFile): ContentBook => ({
  prove: (sha256, storeId) =>
    database.write((sql) => sql.run('INSERT OR IGNORE INTO file_stores VALUES (?, ?)', sha256, storeId)),
  storesOf: (sha256) =>
    Promise.resolve().then(() =>
      database
        .read((sql) =>
          sql.all<{ storeId: string }>(
            'SELECT store_id AS storeId FROM file_stores WHERE sha256 = ?',
            sha256,
          ),
        )
        .map(({ storeId }) => storeId),
    ),
});
