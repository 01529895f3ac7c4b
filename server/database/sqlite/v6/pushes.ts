/** The places from which sites push, in SQLite. */
import { pulledFrom, pushedFrom, pushesKey, type Pushed, type Pushes } from '../../port/v6-pushes';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';
import { note, noteAt } from './pulls';

export const sqlitePushes = (database: SqliteFile): Pushes => ({
  pushed: async (siteId, records) => {
    // a push of nothing writes nothing
    if (records.length === 0) return database.read((sql) => pushedOf(sql, siteId))?.isAgain ?? false;
    return database.write((sql) => {
      const pushed = pushedFrom(pushedOf(sql, siteId), records);
      put(sql, siteId, pushed);
      return pushed.isAgain;
    });
  },
  pulls: async (siteId, pull) => {
    // a silent pull writes nothing
    if (
      !pulledFrom(
        database.read((sql) => pushedOf(sql, siteId)),
        pull,
      )
    )
      return;
    await database.write((sql) => {
      const now = pulledFrom(pushedOf(sql, siteId), pull);
      if (now) put(sql, siteId, now);
    });
  },
});

function pushedOf(sql: Sql, siteId: string): Pushed | undefined {
  const value = noteAt(sql, pushesKey(siteId));
  return value === undefined ? undefined : readStored<Pushed>(value);
}

const put = (sql: Sql, siteId: string, pushed: Pushed): void =>
  note(sql, pushesKey(siteId), JSON.stringify(pushed));
