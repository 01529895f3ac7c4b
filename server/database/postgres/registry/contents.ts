/** The stores for which contents were brought, in PostgreSQL. */
import type { ContentBook } from '../../port/registry-contents';
import type { PgPool } from '../pool';

export const pgContents = (pool: PgPool): ContentBook => ({
  prove: (sha256, storeId) =>
    pool.write('registry', (sql) =>
      sql.run('INSERT INTO file_stores VALUES (?, ?) ON CONFLICT DO NOTHING', sha256, storeId),
    ),
  storesOf: async (sha256) => {
    const found = await pool.read((sql) =>
      sql.all<{ store_id: string }>('SELECT store_id FROM file_stores WHERE sha256 = ?', sha256),
    );
    return found.map(({ store_id }) => store_id);
  },
});
