/**
 * Accounts whose people sign in by the programme's provider: the name by which it says them the first time, then whom that was bound to; and
 * the sessions that were opened so.
 */
import type { Migration } from '../migration';

export const signInByAProvider: Migration = {
  version: 32,
  name: 'sign-in by a provider',
  sql: `
    ALTER TABLE staff_users ADD COLUMN provider_name TEXT;
    ALTER TABLE staff_users ADD COLUMN provider_issuer TEXT;
    ALTER TABLE staff_users ADD COLUMN provider_subject TEXT;
    CREATE UNIQUE INDEX staff_users_provider_name ON staff_users (lower(provider_name));
    CREATE UNIQUE INDEX staff_users_provider ON staff_users (provider_issuer, provider_subject);
    ALTER TABLE sessions ADD COLUMN by_provider INTEGER NOT NULL DEFAULT 0;
  `,
};
