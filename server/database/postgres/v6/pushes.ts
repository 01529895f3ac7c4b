/** The places from which sites push, in PostgreSQL. */
import { pushedFrom, pushesKey, type Pushed, type Pushes } from '../../port/v6-pushes';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { note, noteAt } from './pulls';

export const pgPushes = (pool: PgPool): Pushes => ({
  pushed: async (siteId, first, last) => {
    await pool.write('v6', async (sql) =>
      put(sql, siteId, pushedFrom(await pushedOf(sql, siteId), first, last)),
    );
  },
  isAgain: async (siteId) => (await pool.read((sql) => pushedOf(sql, siteId)))?.isAgain ?? false,
  pulls: async (siteId, isNew) => {
    const before = await pool.read((sql) => pushedOf(sql, siteId));
    if (!before || !(isNew || before.isAgain)) return;
    await pool.write('v6', (sql) => put(sql, siteId, { last: isNew ? 0 : before.last, isAgain: false }));
  },
});

async function pushedOf(sql: PgSql, siteId: string): Promise<Pushed | undefined> {
  const value = await noteAt(sql, pushesKey(siteId));
  return value === undefined ? undefined : (JSON.parse(value) as Pushed); // written by `put`
}

const put = (sql: PgSql, siteId: string, pushed: Pushed): Promise<unknown> =>
  note(sql, pushesKey(siteId), JSON.stringify(pushed));
