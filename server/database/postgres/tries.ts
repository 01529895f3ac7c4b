/** Failed tries in PostgreSQL, so that guessing is as slow with many processes as with one. */
import type { TriesBook } from '../port/tries';
import type { PgPool } from './pool';

const BEGIN = `INSERT INTO tries (kind, caller, tries, until) VALUES (?1, ?2, 1, ?4::bigint + ?5::bigint)
  ON CONFLICT (kind, caller) DO UPDATE SET
    tries = CASE WHEN tries.until <= ?4 THEN 1 WHEN tries.tries < ?3 THEN tries.tries + 1 ELSE tries.tries END,
    until = CASE WHEN tries.until <= ?4 THEN excluded.until ELSE tries.until END
    WHERE tries.until <= ?4 OR tries.tries < ?3
  RETURNING tries`;

const GIVE_BACK = `WITH less AS (UPDATE tries SET tries = tries - 1 WHERE kind = ?1 AND caller = ?2 AND until > ?3 RETURNING tries)
  DELETE FROM tries WHERE kind = ?1 AND caller = ?2 AND until <= ?3`;

export const pgTries = (pool: PgPool): TriesBook => ({
  begin: (kind, caller, { failures, windowMs }, now) =>
    pool.write(undefined, async (sql) => {
      await sql.run('DELETE FROM tries WHERE until <= ? AND kind = ?', now, kind);
      if (await sql.get(BEGIN, kind, caller, failures, now, windowMs)) return 0;
      const found = await sql.get<{ until: number }>(
        'SELECT until FROM tries WHERE kind = ? AND caller = ?',
        kind,
        caller,
      );
      return Math.max(1, Math.ceil(((found?.until ?? now) - now) / 1000));
    }),
  giveBack: (kind, caller, now) => pool.write(undefined, (sql) => sql.run(GIVE_BACK, kind, caller, now)),
});
