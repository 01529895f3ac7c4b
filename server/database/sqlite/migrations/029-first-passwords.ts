/** First passwords of staff, which are handed out on paper: NULL: they have one of their own; '': none was given yet; else it is good until then. */
import type { Migration } from '../migration';

export const firstPasswords: Migration = {
  version: 29,
  name: 'first passwords of staff',
  sql: 'ALTER TABLE staff_users ADD COLUMN first_password_until TEXT;',
};
