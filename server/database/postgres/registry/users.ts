/** Rows of staff users, read from PostgreSQL. */
import type { StaffUser } from '../../port/registry-staff';
import type { PgSql } from '../sql';

interface UserRow {
  id: string;
  username: string;
  display_name: string;
  password_hash: string;
  permissions: string;
  disabled_at: string | null;
  last_sign_in: string | null;
  region_ids: string;
  first_password_until: string | null;
  provider_name: string | null;
  provider_issuer: string | null;
  provider_subject: string | null;
  has_second_factor: boolean;
}

const COLUMNS = `id, username, display_name, password_hash, permissions, disabled_at, last_sign_in, region_ids, first_password_until,
  provider_name, provider_issuer, provider_subject, EXISTS
  (SELECT 1 FROM staff_second_factors f WHERE f.user_id = staff_users.id AND f.confirmed_at IS NOT NULL) AS has_second_factor`;

const fits = { id: 'id = ?', username: 'lower(username) = lower(? COLLATE "C")' };

export async function readUser(
  sql: PgSql,
  column: keyof typeof fits,
  value: string,
): Promise<StaffUser | undefined> {
  const row = await sql.get<UserRow>(`SELECT ${COLUMNS} FROM staff_users WHERE ${fits[column]}`, value);
  return row && toUser(row);
}

export async function listUsers(sql: PgSql): Promise<StaffUser[]> {
  const rows = await sql.all<UserRow>(`SELECT ${COLUMNS} FROM staff_users ORDER BY lower(username)`);
  return rows.map(toUser);
}

const toUser = (row: UserRow): StaffUser => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  passwordHash: row.password_hash,
  permissions: row.permissions.split(' ').filter(Boolean),
  ...(row.region_ids !== '' && { regionIds: row.region_ids.split(' ') }),
  ...(row.has_second_factor && { hasSecondFactor: true }),
  ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
  ...(row.last_sign_in !== null && { lastSignIn: row.last_sign_in }),
  ...(row.first_password_until !== null && { firstPasswordUntil: row.first_password_until }),
  ...(row.provider_name !== null && { providerName: row.provider_name }),
  ...(row.provider_issuer !== null &&
    row.provider_subject !== null && {
      provider: { issuer: row.provider_issuer, subject: row.provider_subject },
    }),
});
