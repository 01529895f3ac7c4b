/** Saved views in PostgreSQL. */
import type { ViewBook } from '../../port/registry-views';
import { toView, viewParams, VIEW_COLUMNS, type ViewRow } from '../../view-rows';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';

export function pgViews(pool: PgPool): ViewBook {
  const write = <T>(work: (sql: PgSql) => Promise<T>): Promise<T> => pool.write('registry', work);
  return {
    seenBy: async (userId) => {
      const rows = await pool.read((sql) =>
        sql.all<ViewRow>(
          `SELECT ${VIEW_COLUMNS} FROM staff_views WHERE user_id = ? OR shared = 1 ORDER BY name, id`,
          userId,
        ),
      );
      return rows.map(toView);
    },
    get: async (id) => {
      const row = await pool.read((sql) =>
        sql.get<ViewRow>(`SELECT ${VIEW_COLUMNS} FROM staff_views WHERE id = ?`, id),
      );
      return row && toView(row);
    },
    put: (view) =>
      write(async (sql) => {
        await sql.run(
          `INSERT INTO staff_views (${VIEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
           list = excluded.list, name = excluded.name, query = excluded.query, columns = excluded.columns, shared = excluded.shared`,
          ...viewParams(view),
        );
      }),
    remove: (id) =>
      write(async (sql) => {
        const gone = await sql.get('DELETE FROM staff_views WHERE id = ? RETURNING id', id);
        return gone !== undefined;
      }),
  };
}
