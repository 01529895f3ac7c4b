/** The last cursor at which V6 sites were given records: a cursor beyond that is another central server's. */
import type { Migration } from '../migration';

export const v6Cursors: Migration = {
  version: 9,
  name: 'v6-cursors',
  // a site that was served before this was counted is believed
  sql: `
    ALTER TABLE v6_sites ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
    UPDATE v6_sites SET given = (SELECT coalesce(max(cursor), 0) FROM v6_log) WHERE initialisation <> 'new';
  `,
};
