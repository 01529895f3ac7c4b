/** The places from which sites push, in SQLite. */
import { pushedFrom, pushesKey, type Pushed, type Pushes } from '../../port/v6-pushes';
import type { SqliteFile } from '../sqlite-file';
import type { Sql } from '../sql';
import { readStored } from '../stored-json';
import { note, noteAt } from './pulls';

export const sqlitePushes = (database: SqliteFile): Pushes => ({
  pushed: (siteId, first, last) =>
    database.write((sql) => put(sql, siteId, pushedFrom(pushedOf(sql, siteId), first, last))),
  isAgain: async (siteId) => database.read((sql) => pushedOf(sql, siteId)?.isAgain ?? false),
  pulls: async (siteId, isNew) => {
    const before = database.read((sql) => pushedOf(sql, siteId));
    if (!before || !(isNew || before.isAgain)) return;
    await database.write((sql) => put(sql, siteId, { last: isNew ? 0 : before.last, isAgain: false }));
  },
});

function pushedOf(sql: Sql, siteId: string): Pushed | undefined {
  const value = noteAt(sql, pushesKey(siteId));
  return value === undefined ? undefined : readStored<Pushed>(value);
}

const put = (sql: Sql, siteId: string, pushed: Pushed): void =>
  note(sql, pushesKey(siteId), JSON.stringify(pushed));
