/** Saved views in SQLite. */
import type { SavedView, ViewBook } from '../../port/registry-views';
import { toView, viewParams, VIEW_COLUMNS, type ViewRow } from '../../view-rows';
import type { SqliteFile } from '../sqlite-file';

export function sqliteViews(database: SqliteFile): ViewBook {
  return {
    seenBy: async (userId) =>
      database.read((sql) =>
        sql
          .all<ViewRow>(
            `SELECT ${VIEW_COLUMNS} FROM staff_views WHERE user_id = ? OR shared = 1 ORDER BY name, id`,
            userId,
          )
          .map(toView),
      ),
    get: async (id) =>
      database.read((sql) => {
        const row = sql.get<ViewRow>(`SELECT ${VIEW_COLUMNS} FROM staff_views WHERE id = ?`, id);
        return row && toView(row);
      }),
    put: (view: SavedView) =>
      database.write((sql) => {
        sql.run(
          `INSERT OR REPLACE INTO staff_views (${VIEW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...viewParams(view),
        );
      }),
    remove: (id) =>
      database.write((sql) => {
        const isThere = sql.get('SELECT 1 FROM staff_views WHERE id = ?', id) !== undefined;
        sql.run('DELETE FROM staff_views WHERE id = ?', id);
        return isThere;
      }),
  };
}
