/** The cursors that sites were given and have taken, in SQLite. */
import {
  answered,
  askedFrom,
  isSame,
  pulledAsKey,
  pullsKey,
  pullsOfBefore,
  type Pulls,
} from '../../port/v6-pulls';
import type { RecordLog } from '../../port/v6';
import { readStored } from '../stored-json';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { isTaken, keepFree } from './places';

type Given = 'given' | 'pulls' | 'asked' | 'give' | 'pulledAs' | 'pullAs';

export function sqlitePulls(database: SqliteFile): Pick<RecordLog, Given> {
  const pulls = async (siteId: string): Promise<Pulls> => database.read((sql) => pullsOf(sql, siteId));
  return {
    pulls,
    given: async (siteId) => database.read((sql) => givenTo(sql, siteId)),
    asked: async (siteId, asked, isBeginning) => {
      const before = await pulls(siteId);
      const isKnown = isSame(askedFrom(before, asked, isBeginning), before);
      const isFree = asked !== before.foreign || !database.read((sql) => isTaken(sql, asked));
      return isKnown && isFree ? before : database.write((sql) => ask(sql, siteId, asked, isBeginning));
    },
    give: async (siteId, asked, end) => {
      // a silent pull writes nothing
      const before = await pulls(siteId);
      if (isSame(answered(before, asked, end), before)) return;
      await database.write((sql) => give(sql, siteId, asked, end));
    },
    pulledAs: async (siteId) => database.read((sql) => noteAt(sql, pulledAsKey(siteId))),
    pullAs: (siteId, appVersion) => database.write((sql) => note(sql, pulledAsKey(siteId), appVersion)),
  };
}

const givenTo = (sql: Sql, siteId: string): number =>
  sql.get<{ given: number }>('SELECT given FROM v6_sites WHERE site_id = ?', siteId)?.given ?? 0;

const pullsOf = (sql: Sql, siteId: string): Pulls => {
  const value = noteAt(sql, pullsKey(siteId));
  return value === undefined ? pullsOfBefore(givenTo(sql, siteId)) : readStored<Pulls>(value);
};

export const noteAt = (sql: Sql, key: string): string | undefined =>
  sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value;

export const note = (sql: Sql, key: string, value: string): void =>
  sql.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', key, value);

const put = (sql: Sql, siteId: string, pulls: Pulls): void =>
  note(sql, pullsKey(siteId), JSON.stringify(pulls));

function ask(sql: Sql, siteId: string, asked: number, isBeginning?: boolean): Pulls {
  const pulls = askedFrom(pullsOf(sql, siteId), asked, isBeginning);
  put(sql, siteId, pulls);
  if (asked === pulls.foreign) keepFree(sql, asked);
  return pulls;
}

function give(sql: Sql, siteId: string, asked: number, end: number): void {
  put(sql, siteId, answered(pullsOf(sql, siteId), asked, end));
  sql.run('UPDATE v6_sites SET given = max(given, ?) WHERE site_id = ?', end, siteId);
}
