/** Second factors of staff. The secret must be readable to check a code; recovery codes are kept hashed, with a space between them. */
import type { Migration } from '../migration';

export const secondFactors: Migration = {
  version: 25,
  name: 'second factors of staff',
  sql: `CREATE TABLE staff_second_factors (
    user_id TEXT PRIMARY KEY REFERENCES staff_users (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    confirmed_at TEXT,
    last_step INTEGER NOT NULL DEFAULT 0,
    recovery_hashes TEXT NOT NULL DEFAULT ''
  ) WITHOUT ROWID;`,
};
