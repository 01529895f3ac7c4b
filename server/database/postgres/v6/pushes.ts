/** The places from which sites push, in PostgreSQL. */
import { pulledFrom, pushedFrom, pushesKey, type Pushed, type Pushes } from '../../port/v6-pushes';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { note, noteAt } from './pulls';

export const pgPushes = (pool: PgPool): Pushes => ({
  pushed: async (siteId, records) => {
    // a push of nothing writes nothing
    if (records.length === 0) return (await pool.read((sql) => pushedOf(sql, siteId)))?.isAgain ?? false;
    return pool.write('v6', async (sql) => {
      const pushed = pushedFrom(await pushedOf(sql, siteId), records);
      await put(sql, siteId, pushed);
      return pushed.isAgain;
    });
  },
  pulls: async (siteId, pull) => {
    // a silent pull writes nothing
    if (!pulledFrom(await pool.read((sql) => pushedOf(sql, siteId)), pull)) return;
    await pool.write('v6', async (sql) => {
      const now = pulledFrom(await pushedOf(sql, siteId), pull);
      if (now) await put(sql, siteId, now);
    });
  },
});

async function pushedOf(sql: PgSql, siteId: string): Promise<Pushed | undefined> {
  const value = await noteAt(sql, pushesKey(siteId));
  return value === undefined ? undefined : (JSON.parse(value) as Pushed); // written by `put`
}

const put = (sql: PgSql, siteId: string, pushed: Pushed): Promise<unknown> =>
  note(sql, pushesKey(siteId), JSON.stringify(pushed));
