/** The registry in SQLite. */
import { sqliteAudit } from './audit';
import { sqliteContents } from './contents';
import { sqliteDevices } from './devices';
import { sqliteJoinCodes } from './join-codes';
import { sqliteSecondFactors } from './second-factors';
import { sqliteSites } from './sites';
import { sqliteStaff } from './staff';
import { sqliteViews } from './views';
import type { Registry } from '../../port/registry';
import type { RowReader } from '../../port/rows';
import type { SqliteFile } from '../sqlite-file';

export const sqliteRegistry = (database: SqliteFile, rows: Pick<RowReader, 'centralEdits'>): Registry => ({
  sites: sqliteSites(database),
  devices: sqliteDevices(database),
  joinCodes: sqliteJoinCodes(database),
  staff: sqliteStaff(database),
  secondFactors: sqliteSecondFactors(database),
  views: sqliteViews(database),
  audit: sqliteAudit(database, rows),
  contents: sqliteContents(database),
});
