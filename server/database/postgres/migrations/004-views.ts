/** Saved views of the lists of staff, as in SQLite's step of that name. */
import type { PgMigration } from '../migrations';

const TEXT = 'text COLLATE "C"';

export const views: PgMigration = {
  version: 4,
  sql: `CREATE TABLE staff_views (
    id ${TEXT} PRIMARY KEY,
    user_id ${TEXT} NOT NULL REFERENCES staff_users (id) ON DELETE CASCADE,
    list ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    query ${TEXT} NOT NULL,
    columns ${TEXT} NOT NULL,
    shared integer NOT NULL
  );`,
};
