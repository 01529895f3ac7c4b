/** Rows of staff users, read. */
import type { StaffUser } from '../../port/registry-staff';
import type { Sql } from '../sqlite-file';

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
  has_second_factor: number;
}

const COLUMNS = `id, username, display_name, password_hash, permissions, disabled_at, last_sign_in, region_ids, first_password_until,
  provider_name, provider_issuer, provider_subject, EXISTS
  (SELECT 1 FROM staff_second_factors f WHERE f.user_id = staff_users.id AND f.confirmed_at IS NOT NULL) AS has_second_factor`;

export function readUser(sql: Sql, column: 'id' | 'username', value: string): StaffUser | undefined {
  const row = sql.get<UserRow>(`SELECT ${COLUMNS} FROM staff_users WHERE ${column} = ?`, value);
  return row && toUser(row);
}

export const listUsers = (sql: Sql): StaffUser[] =>
  sql.all<UserRow>(`SELECT ${COLUMNS} FROM staff_users ORDER BY username`).map(toUser);

const toUser = (row: UserRow): StaffUser => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  passwordHash: row.password_hash,
  permissions: row.permissions.split(' ').filter(Boolean),
  ...(row.region_ids !== '' && { regionIds: row.region_ids.split(' ') }),
  ...(row.has_second_factor === 1 && { hasSecondFactor: true }),
  ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
  ...(row.last_sign_in !== null && { lastSignIn: row.last_sign_in }),
  ...(row.first_password_until !== null && { firstPasswordUntil: row.first_password_until }),
  ...(row.provider_name !== null && { providerName: row.provider_name }),
  ...(row.provider_issuer !== null &&
    row.provider_subject !== null && {
      provider: { issuer: row.provider_issuer, subject: row.provider_subject },
    }),
});
