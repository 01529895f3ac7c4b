/** Second factors of staff in SQLite. */
import type { SecondFactorBook } from '../../port/registry-second-factors';
import type { SqliteFile, Sql } from '../sqlite-file';
import { readUser } from './users';

interface Row {
  secret: string;
  confirmed_at: string | null;
  last_step: number;
  recovery_hashes: string;
}

export function sqliteSecondFactors(database: SqliteFile): SecondFactorBook {
  return {
    of: async (userId) =>
      database.read((sql) => {
        const row = read(sql, userId);
        return (
          row && {
            secret: row.secret,
            ...(row.confirmed_at !== null && { confirmedAt: row.confirmed_at }),
          }
        );
      }),
    begin: (userId, secret) =>
      database.write((sql) => {
        if (!readUser(sql, 'id', userId) || (read(sql, userId)?.confirmed_at ?? null) !== null) return false;
        sql.run('DELETE FROM staff_second_factors WHERE user_id = ?', userId);
        sql.run('INSERT INTO staff_second_factors (user_id, secret) VALUES (?, ?)', userId, secret);
        return true;
      }),
    confirm: (userId, { step, at, recoveryHashes }) =>
      database.write((sql) => {
        const row = read(sql, userId);
        if (row?.confirmed_at !== null) return false;
        sql.run(
          `UPDATE staff_second_factors SET confirmed_at = ?, last_step = ?, recovery_hashes = ? WHERE user_id = ?`,
          ...[at, step, recoveryHashes.join(' '), userId],
        );
        return true;
      }),
    useStep: (userId, step) =>
      database.write((sql) => {
        const row = read(sql, userId);
        if (!row || row.confirmed_at === null || row.last_step >= step) return false;
        sql.run('UPDATE staff_second_factors SET last_step = ? WHERE user_id = ?', step, userId);
        return true;
      }),
    useRecovery: (userId, hash) =>
      database.write((sql) => {
        const row = read(sql, userId);
        const hashes = row?.recovery_hashes.split(' ') ?? [];
        if (!row || row.confirmed_at === null || !hashes.includes(hash)) return false;
        const left = hashes.filter((one) => one !== hash).join(' ');
        sql.run('UPDATE staff_second_factors SET recovery_hashes = ? WHERE user_id = ?', left, userId);
        return true;
      }),
    remove: (userId) =>
      database.write((sql) => {
        const isThere = read(sql, userId) !== undefined;
        sql.run('DELETE FROM staff_second_factors WHERE user_id = ?', userId);
        return isThere;
      }),
  };
}

const read = (sql: Sql, userId: string): Row | undefined =>
  sql.get<Row>(
    'SELECT secret, confirmed_at, last_step, recovery_hashes FROM staff_second_factors WHERE user_id = ?',
    userId,
  );
