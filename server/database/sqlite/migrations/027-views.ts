/** Saved views of the lists of staff. Columns: ids with a space between them. */
import type { Migration } from '../migration';

export const views: Migration = {
  version: 27,
  name: 'saved views of staff',
  sql: `CREATE TABLE staff_views (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_users (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    columns TEXT NOT NULL,
    shared INTEGER NOT NULL
  ) WITHOUT ROWID;`,
};
