/** People of the sign-in provider and their accounts, in PostgreSQL. */
import { NO_PASSWORD, type ProviderPerson, type StaffBook, type StaffUser } from '../../port/registry-staff';
import type { PgSql } from '../sql';
import { readUser } from './users';

/** No two accounts are for one name: the one who comes with it is one person. */
export async function isNameTaken(
  sql: PgSql,
  { id, providerName }: Pick<StaffUser, 'id'> & { providerName?: string },
): Promise<boolean> {
  const owner = providerName === undefined ? undefined : await idOfName(sql, providerName);
  return owner !== undefined && owner !== id;
}

const idOfName = async (sql: PgSql, name: string): Promise<string | undefined> => {
  const text = 'SELECT id FROM staff_users WHERE lower(provider_name) = lower(? COLLATE "C")';
  return (await sql.get<{ id: string }>(text, name))?.id;
};

export async function nameAtProvider(
  sql: PgSql,
  { id, providerName = '' }: StaffUser,
  name: string,
): Promise<void> {
  if (name === providerName) return;
  await sql.run(
    'UPDATE staff_users SET provider_name = ?, provider_issuer = NULL, provider_subject = NULL WHERE id = ?',
    name === '' ? null : name,
    id,
  );
}

export async function readByProvider(
  sql: PgSql,
  { issuer, subject }: ProviderPerson,
): Promise<StaffUser | undefined> {
  const row = await sql.get<{ id: string }>(
    'SELECT id FROM staff_users WHERE provider_issuer = ? AND provider_subject = ?',
    issuer,
    subject,
  );
  return row && readUser(sql, 'id', row.id);
}

export async function bindProvider(
  sql: PgSql,
  { issuer, subject, name, anyCase }: Parameters<StaffBook['bindProvider']>[0],
): Promise<StaffUser | undefined> {
  const id = await idOfName(sql, name);
  const user = id === undefined ? undefined : await readUser(sql, 'id', id);
  if (!user || user.disabledAt !== undefined || user.provider?.issuer === issuer) return undefined;
  if (!anyCase && user.providerName !== name) return undefined;
  // of two calls that come with one person at once, the second finds them bound
  if (await readByProvider(sql, { issuer, subject })) return undefined;
  await sql.run(
    'UPDATE staff_users SET provider_issuer = ?, provider_subject = ? WHERE id = ?',
    issuer,
    subject,
    user.id,
  );
  return readUser(sql, 'id', user.id);
}

/** Whoever came without it needs it no more, and their rights do not wait for another. */
export const dropFirstPassword = (sql: PgSql, userId: string): Promise<unknown> =>
  sql.run(
    'UPDATE staff_users SET password_hash = ?, first_password_until = NULL WHERE id = ? AND first_password_until IS NOT NULL',
    NO_PASSWORD,
    userId,
  );
