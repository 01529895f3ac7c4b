/** The registry in SQLite. */
import { sqliteAudit } from './registry/sqlite-audit';
import { sqliteDevices } from './registry/sqlite-devices';
import { sqliteJoinCodes } from './registry/sqlite-join-codes';
import { sqliteSites } from './registry/sqlite-sites';
import { sqliteStaff } from './registry/sqlite-staff';
import type { Registry } from './registry-port';
import type { Database } from './sqlite/database';

export const sqliteRegistry = (database: Database): Registry => ({
  sites: sqliteSites(database),
  devices: sqliteDevices(database),
  joinCodes: sqliteJoinCodes(database),
  staff: sqliteStaff(database),
  audit: sqliteAudit(database),
});
