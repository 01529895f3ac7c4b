/** Budgets in PostgreSQL, so that a device has as much with many processes as with one. */
import type { AllowanceBook } from '../port/allowances';
import type { PgPool } from './pool';

/** The part of it that is left now: it comes back steadily. ?4: now, ?5: most, ?6: the time in which all comes back. */
const LEFT = `greatest(0, allowances.amount - greatest(0, ?4::bigint - allowances.at)::float8 / ?6::float8 * ?5::float8)`;

const USE = `INSERT INTO allowances (kind, caller, amount, at) VALUES (?1, ?2, ?3::float8, ?4::bigint)
  ON CONFLICT (kind, caller) DO UPDATE SET amount = ${LEFT} + ?3::float8, at = ?4::bigint WHERE ?5::float8 > 0 AND ?6::float8 > 0
  RETURNING amount`;

/** A caller who has all of it again is as if never seen. Rows that are being counted at this moment are left alone. */
const FORGET = `DELETE FROM allowances WHERE ctid IN (SELECT ctid FROM allowances
  WHERE kind = ? AND amount <= greatest(0, ?::bigint - at)::float8 / ?::float8 * ?::float8 LIMIT 100 FOR UPDATE SKIP LOCKED)`;

export const pgAllowances = (pool: PgPool): AllowanceBook => ({
  use: async (kind, caller, amount, { most, restMs }, now) => {
    const used = await pool.write(undefined, async (sql) => {
      const row = await sql.get<{ amount: number }>(USE, kind, caller, amount, now, most, restMs);
      return row?.amount ?? 0;
    });
    await pool.write(undefined, (sql) => sql.run(FORGET, kind, now, restMs, most));
    return used <= most ? 0 : Math.ceil(((used - most) / most) * restMs);
  },
});
