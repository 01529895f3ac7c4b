/** The cursors that sites were given and have taken, in PostgreSQL; under the lock 'v6', as cursors are given. */
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
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { isTaken, keepFree } from './places';

type Given = 'given' | 'pulls' | 'asked' | 'give' | 'pulledAs' | 'pullAs';

export function pgPulls(pool: PgPool): Pick<RecordLog, Given> {
  const pulls = (siteId: string): Promise<Pulls> => pool.read((sql) => pullsOf(sql, siteId));
  return {
    pulls,
    given: (siteId) => pool.read((sql) => givenTo(sql, siteId)),
    asked: async (siteId, asked, isBeginning) => {
      const before = await pulls(siteId);
      const isKnown = isSame(askedFrom(before, asked, isBeginning), before);
      const isFree = asked !== before.foreign || !(await pool.read((sql) => isTaken(sql, asked)));
      return isKnown && isFree ? before : pool.write('v6', (sql) => ask(sql, siteId, asked, isBeginning));
    },
    give: async (siteId, asked, end) => {
      // a silent pull writes nothing
      const before = await pulls(siteId);
      if (isSame(answered(before, asked, end), before)) return;
      await pool.write('v6', (sql) => give(sql, siteId, asked, end));
    },
    pulledAs: (siteId) => pool.read((sql) => noteAt(sql, pulledAsKey(siteId))),
    pullAs: async (siteId, appVersion) => {
      await pool.write('v6', (sql) => note(sql, pulledAsKey(siteId), appVersion));
    },
  };
}

const givenTo = async (sql: PgSql, siteId: string): Promise<number> =>
  (await sql.get<{ given: number }>('SELECT given FROM v6_sites WHERE site_id = ?', siteId))?.given ?? 0;

async function pullsOf(sql: PgSql, siteId: string): Promise<Pulls> {
  const value = await noteAt(sql, pullsKey(siteId));
  return value === undefined ? pullsOfBefore(await givenTo(sql, siteId)) : (JSON.parse(value) as Pulls); // written by `put`
}

export const noteAt = async (sql: PgSql, key: string): Promise<string | undefined> =>
  (await sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key))?.value;

export const note = (sql: PgSql, key: string, value: string): Promise<unknown> =>
  sql.run(
    'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );

const put = (sql: PgSql, siteId: string, pulls: Pulls): Promise<unknown> =>
  note(sql, pullsKey(siteId), JSON.stringify(pulls));

async function ask(sql: PgSql, siteId: string, asked: number, isBeginning?: boolean): Promise<Pulls> {
  const pulls = askedFrom(await pullsOf(sql, siteId), asked, isBeginning);
  await put(sql, siteId, pulls);
  if (asked === pulls.foreign) await keepFree(sql, asked);
  return pulls;
}

async function give(sql: PgSql, siteId: string, asked: number, end: number): Promise<void> {
  await put(sql, siteId, answered(await pullsOf(sql, siteId), asked, end));
  await sql.run('UPDATE v6_sites SET given = greatest(given, ?) WHERE site_id = ?', end, siteId);
}
