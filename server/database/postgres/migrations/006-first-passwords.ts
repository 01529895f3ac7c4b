/** First passwords of staff, as in SQLite's step of that name. */
import type { PgMigration } from '../migrations';

export const firstPasswords: PgMigration = {
  version: 6,
  sql: 'ALTER TABLE staff_users ADD COLUMN first_password_until text COLLATE "C";',
};
