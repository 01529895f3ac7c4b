/** The cursors from which sites ask for the records of the older API, in SQLite. */
import {
  answered,
  askedFrom,
  isSame,
  isWithinReach,
  NOTHING_PULLED,
  olderBeginsKey,
  olderPullsKey,
  type Pulls,
} from '../../port/v6-pulls';
import type { CentralRecords } from '../../port/v6-central-records';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';
import { note, noteAt } from './pulls';

export const sqliteOlderPulls = (
  database: SqliteFile,
): Pick<CentralRecords, 'asked' | 'begins' | 'give'> => ({
  asked: async (siteId, asked) => {
    const before = database.read((sql) => pullsOf(sql, siteId));
    const isBeginning = database.read((sql) => begins(sql, siteId));
    return isSame(askedFrom(before, asked, isBeginning), before)
      ? before
      : database.write((sql) => ask(sql, siteId, asked));
  },
  begins: (siteId) => database.write((sql) => note(sql, olderBeginsKey(siteId), 'yes')),
  give: async (siteId, asked, end) => {
    const before = database.read((sql) => pullsOf(sql, siteId));
    if (isSame(answered(before, asked, end), before)) return;
    await database.write((sql) => put(sql, siteId, answered(pullsOf(sql, siteId), asked, end)));
  },
});

/** True while the site is in a beginning. */
export const begins = (sql: Sql, siteId: string): boolean =>
  noteAt(sql, olderBeginsKey(siteId)) !== undefined;

function pullsOf(sql: Sql, siteId: string): Pulls {
  const value = noteAt(sql, olderPullsKey(siteId));
  return value === undefined ? NOTHING_PULLED : readStored<Pulls>(value);
}

const put = (sql: Sql, siteId: string, pulls: Pulls): void =>
  note(sql, olderPullsKey(siteId), JSON.stringify(pulls));

function ask(sql: Sql, siteId: string, asked: number): Pulls {
  const pulls = askedFrom(pullsOf(sql, siteId), asked, begins(sql, siteId));
  put(sql, siteId, pulls);
  if (asked === pulls.foreign) keepFree(sql, asked);
  return pulls;
}

/** No record stands at `cursor`, now or later: no page ends there. */
function keepFree(sql: Sql, cursor: number): void {
  const newest =
    sql.get<{ seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'v5_records'`)?.seq ?? 0;
  if (!isWithinReach(cursor, newest)) return;
  const next = Math.max(newest, cursor) + 1;
  sql.run('UPDATE v5_records SET cursor = ? WHERE cursor = ?', next, cursor);
  sql.run(`UPDATE sqlite_sequence SET seq = CAST(? AS INTEGER) WHERE name = 'v5_records'`, next);
}
