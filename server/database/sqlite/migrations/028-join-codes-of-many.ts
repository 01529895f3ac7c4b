/** Join codes for several devices, that can be listed and withdrawn, and the language of a site, in which its sheet is printed. */
import type { Migration } from '../migration';

export const joinCodesOfMany: Migration = {
  version: 28,
  name: 'join codes of several devices',
  sql: `ALTER TABLE join_codes ADD COLUMN id TEXT;
    ALTER TABLE join_codes ADD COLUMN devices INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE join_codes ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE join_codes ADD COLUMN withdrawn_at TEXT;
    UPDATE join_codes SET id = lower(hex(randomblob(16))), used = used_at IS NOT NULL;
    CREATE UNIQUE INDEX join_codes_id ON join_codes (id);
    CREATE INDEX join_codes_of_site ON join_codes (site_id, expires_at);
    ALTER TABLE sites ADD COLUMN language TEXT;`,
};
