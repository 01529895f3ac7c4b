/** The numbers of refused changes were written down and never read. */
import type { Migration } from '../migration';

export const noRefusedNumbers: Migration = {
  version: 24,
  name: 'no-refused-numbers',
  sql: 'DROP TABLE refused_numbers',
};
