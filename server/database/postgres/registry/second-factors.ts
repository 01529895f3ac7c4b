/** Second factors of staff in PostgreSQL. */
import type { SecondFactorBook } from '../../port/registry-second-factors';
import type { PgPool } from '../pool';
import type { PgSql } from '../sql';
import { readUser } from './users';

interface Row {
  secret: string;
  confirmed_at: string | null;
  last_step: number;
  recovery_hashes: string;
}

export function pgSecondFactors(pool: PgPool): SecondFactorBook {
  const write = <T>(work: (sql: PgSql) => Promise<T>): Promise<T> => pool.write('registry', work);
  return {
    of: async (userId) => {
      const row = await pool.read((sql) => read(sql, userId));
      return (
        row && { secret: row.secret, ...(row.confirmed_at !== null && { confirmedAt: row.confirmed_at }) }
      );
    },
    begin: (userId, secret) =>
      write(async (sql) => {
        if (!(await readUser(sql, 'id', userId))) return false;
        if (((await read(sql, userId))?.confirmed_at ?? null) !== null) return false;
        await sql.run('DELETE FROM staff_second_factors WHERE user_id = ?', userId);
        await sql.run('INSERT INTO staff_second_factors (user_id, secret) VALUES (?, ?)', userId, secret);
        return true;
      }),
    confirm: (userId, { step, at, recoveryHashes }) =>
      write(async (sql) => {
        if ((await read(sql, userId))?.confirmed_at !== null) return false;
        await sql.run(
          `UPDATE staff_second_factors SET confirmed_at = ?, last_step = ?, recovery_hashes = ? WHERE user_id = ?`,
          ...[at, step, recoveryHashes.join(' '), userId],
        );
        return true;
      }),
    useStep: (userId, step) =>
      write(async (sql) => {
        const used = await sql.get(
          `UPDATE staff_second_factors SET last_step = ?1::bigint
           WHERE user_id = ?2 AND confirmed_at IS NOT NULL AND last_step < ?1::bigint RETURNING user_id`,
          ...[step, userId],
        );
        return used !== undefined;
      }),
    useRecovery: (userId, hash) =>
      write(async (sql) => {
        const row = await read(sql, userId);
        const hashes = row?.recovery_hashes.split(' ') ?? [];
        if (!row || row.confirmed_at === null || !hashes.includes(hash)) return false;
        const left = hashes.filter((one) => one !== hash).join(' ');
        await sql.run('UPDATE staff_second_factors SET recovery_hashes = ? WHERE user_id = ?', left, userId);
        return true;
      }),
    remove: (userId) =>
      write(async (sql) => {
        const gone = await sql.get(
          'DELETE FROM staff_second_factors WHERE user_id = ? RETURNING user_id',
          userId,
        );
        return gone !== undefined;
      }),
  };
}

const read = (sql: PgSql, userId: string): Promise<Row | undefined> =>
  sql.get<Row>(
    'SELECT secret, confirmed_at, last_step, recovery_hashes FROM staff_second_factors WHERE user_id = ?',
    userId,
  );
