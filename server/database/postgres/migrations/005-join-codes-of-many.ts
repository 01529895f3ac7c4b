/** Join codes for several devices, as in SQLite's step of that name. */
import type { PgMigration } from '../migrations';

const TEXT = 'text COLLATE "C"';

/** A process of the version before writes `used_at` alone: whoever reads `used` looks at both. */
export const joinCodesOfMany: PgMigration = {
  version: 5,
  sql: `
    ALTER TABLE join_codes ADD COLUMN id ${TEXT} NOT NULL DEFAULT gen_random_uuid()::text UNIQUE,
      ADD COLUMN devices bigint NOT NULL DEFAULT 1, ADD COLUMN used bigint NOT NULL DEFAULT 0, ADD COLUMN withdrawn_at ${TEXT};
    UPDATE join_codes SET used = 1 WHERE used_at IS NOT NULL;
    CREATE INDEX join_codes_of_site ON join_codes (site_id, expires_at);
    ALTER TABLE sites ADD COLUMN language ${TEXT};
  `,
};
