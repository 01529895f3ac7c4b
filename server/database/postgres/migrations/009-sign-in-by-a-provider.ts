/** Accounts whose people sign in by the programme's provider, as in SQLite's step of that name. */
import type { PgMigration } from '../migrations';

export const signInByAProvider: PgMigration = {
  version: 9,
  sql: `
    ALTER TABLE staff_users ADD COLUMN provider_name text COLLATE "C";
    ALTER TABLE staff_users ADD COLUMN provider_issuer text COLLATE "C";
    ALTER TABLE staff_users ADD COLUMN provider_subject text COLLATE "C";
    CREATE UNIQUE INDEX staff_users_provider_name ON staff_users (lower(provider_name));
    CREATE UNIQUE INDEX staff_users_provider ON staff_users (provider_issuer, provider_subject);
    ALTER TABLE sessions ADD COLUMN by_provider integer NOT NULL DEFAULT 0;
  `,
};
