/** The cursors from which sites ask for the records of the older API, in PostgreSQL. */
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
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { note, noteAt } from './pulls';

export const pgOlderPulls = (pool: PgPool): Pick<CentralRecords, 'asked' | 'begins' | 'give'> => ({
  asked: async (siteId, asked) => {
    const before = await pool.read((sql) => pullsOf(sql, siteId));
    const isBeginning = await pool.read((sql) => begins(sql, siteId));
    return isSame(askedFrom(before, asked, isBeginning), before)
      ? before
      : pool.write('v6', (sql) => ask(sql, siteId, asked));
  },
  begins: async (siteId) => {
    await pool.write('v6', (sql) => note(sql, olderBeginsKey(siteId), 'yes'));
  },
  give: async (siteId, asked, end) => {
    const before = await pool.read((sql) => pullsOf(sql, siteId));
    if (isSame(answered(before, asked, end), before)) return;
    await pool.write('v6', async (sql) => put(sql, siteId, answered(await pullsOf(sql, siteId), asked, end)));
  },
});

/** True while the site is in a beginning. */
export const begins = async (sql: PgSql, siteId: string): Promise<boolean> =>
  (await noteAt(sql, olderBeginsKey(siteId))) !== undefined;

async function pullsOf(sql: PgSql, siteId: string): Promise<Pulls> {
  const value = await noteAt(sql, olderPullsKey(siteId));
  return value === undefined ? NOTHING_PULLED : (JSON.parse(value) as Pulls); // written by `put`
}

const put = (sql: PgSql, siteId: string, pulls: Pulls): Promise<unknown> =>
  note(sql, olderPullsKey(siteId), JSON.stringify(pulls));

async function ask(sql: PgSql, siteId: string, asked: number): Promise<Pulls> {
  const pulls = askedFrom(await pullsOf(sql, siteId), asked, await begins(sql, siteId));
  await put(sql, siteId, pulls);
  if (asked === pulls.foreign) await keepFree(sql, asked);
  return pulls;
}

const SEQUENCE = `pg_get_serial_sequence('v5_records', 'cursor')`;

/** No record stands at `cursor`, now or later: no page ends there. */
async function keepFree(sql: PgSql, cursor: number): Promise<void> {
  const given = await sql.get<{ next: number }>(`SELECT nextval(${SEQUENCE}) AS next`);
  const next = given?.next ?? 1;
  if (!isWithinReach(cursor, next)) return;
  const free = Math.max(next, cursor + 1);
  await sql.run('UPDATE v5_records SET cursor = ? WHERE cursor = ?', free, cursor);
  await sql.run(`SELECT setval(${SEQUENCE}, ?::bigint)`, free);
}
