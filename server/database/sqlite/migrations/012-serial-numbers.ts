/** Assets by their serial number: one label that was registered in two stores is found at once. */
import type { Migration } from '../migration';

export const serialNumbers: Migration = {
  version: 12,
  name: 'serial-numbers',
  sql: `
    CREATE INDEX assets_serial ON assets (json_extract(json, '$.serialNumber')) WHERE deleted = 0;
  `,
};
