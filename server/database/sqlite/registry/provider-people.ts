/** People of the sign-in provider and their accounts, in SQLite. */
import { NO_PASSWORD, type ProviderPerson, type StaffBook, type StaffUser } from '../../port/registry-staff';
import type { Sql } from '../sqlite-file';
import { readUser } from './users';

/** No two accounts are for one name: the one who comes with it is one person. */
export const isNameTaken = (
  sql: Sql,
  { id, providerName }: Pick<StaffUser, 'id'> & { providerName?: string },
): boolean => {
  const owner = providerName === undefined ? undefined : idOfName(sql, providerName);
  return owner !== undefined && owner !== id;
};

const idOfName = (sql: Sql, name: string): string | undefined =>
  sql.get<{ id: string }>('SELECT id FROM staff_users WHERE lower(provider_name) = lower(?)', name)?.id;

export function nameAtProvider(sql: Sql, { id, providerName = '' }: StaffUser, name: string): void {
  if (name === providerName) return;
  sql.run(
    'UPDATE staff_users SET provider_name = ?, provider_issuer = NULL, provider_subject = NULL WHERE id = ?',
    name === '' ? null : name,
    id,
  );
}

export function readByProvider(sql: Sql, { issuer, subject }: ProviderPerson): StaffUser | undefined {
  const row = sql.get<{ id: string }>(
    'SELECT id FROM staff_users WHERE provider_issuer = ? AND provider_subject = ?',
    issuer,
    subject,
  );
  return row && readUser(sql, 'id', row.id);
}

export function bindProvider(
  sql: Sql,
  { issuer, subject, name, anyCase }: Parameters<StaffBook['bindProvider']>[0],
): StaffUser | undefined {
  const id = idOfName(sql, name);
  const user = id === undefined ? undefined : readUser(sql, 'id', id);
  if (!user || user.disabledAt !== undefined || user.provider?.issuer === issuer) return undefined;
  if (!anyCase && user.providerName !== name) return undefined;
  // of two calls that come with one person at once, the second finds them bound
  if (readByProvider(sql, { issuer, subject })) return undefined;
  sql.run(
    'UPDATE staff_users SET provider_issuer = ?, provider_subject = ? WHERE id = ?',
    issuer,
    subject,
    user.id,
  );
  return readUser(sql, 'id', user.id);
}

/** Whoever came without it needs it no more, and their rights do not wait for another. */
export const dropFirstPassword = (sql: Sql, userId: string): unknown =>
  sql.run(
    'UPDATE staff_users SET password_hash = ?, first_password_until = NULL WHERE id = ? AND first_password_until IS NOT NULL',
    NO_PASSWORD,
    userId,
  );
