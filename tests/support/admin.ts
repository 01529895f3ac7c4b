/**
 * The first member of staff of a test's central server. Their password is hashed at the least cost: most tests sign in, and few are about
 * the price of a guess.
 */
import { randomBytes, scryptSync } from 'node:crypto';
import { rights } from '#shared/domain/rights';
import type { CentralDatabase } from '../../server/database/port/central-database';
import { newId } from '../../server/new-id';

const COST = 2 ** 6;

/** As server/auth/password.ts writes it, but for the cost, which stands in it. */
export function cheapHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: COST, r: 8, p: 1 });
  return ['scrypt', COST, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Nothing where there is staff already. */
export async function ensureCheapAdmin(
  { registry: { staff } }: Pick<CentralDatabase, 'registry'>,
  username: string,
  password: string,
): Promise<void> {
  if (!(await staff.isEmpty())) return;
  const passwordHash = cheapHash(password);
  const person = { id: newId(Date.now()), username, displayName: username, passwordHash };
  await staff.addUser({ ...person, permissions: [...rights] });
}
