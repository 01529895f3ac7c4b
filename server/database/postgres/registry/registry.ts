/** The registry in PostgreSQL. */
import type { Registry } from '../../port/registry';
import type { RowReader } from '../../port/rows';
import type { PgPool } from '../pool';
import { pgAudit } from './audit';
import { pgContents } from './contents';
import { pgDevices } from './devices';
import { pgJoinCodes } from './join-codes';
import { pgSecondFactors } from './second-factors';
import { pgSites } from './sites';
import { pgStaff } from './staff';
import { pgViews } from './views';

export const pgRegistry = (pool: PgPool, rows: Pick<RowReader, 'centralEdits'>): Registry => ({
  sites: pgSites(pool),
  devices: pgDevices(pool),
  joinCodes: pgJoinCodes(pool),
  staff: pgStaff(pool),
  secondFactors: pgSecondFactors(pool),
  views: pgViews(pool),
  audit: pgAudit(pool, rows),
  contents: pgContents(pool),
});
