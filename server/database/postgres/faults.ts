/**
 * Faults of PostgreSQL: tells those that pass by themselves from others, and writes one line for a person that never holds the password.
 */
import { DatabaseUnwritable } from '../port/central-database';

/** The network's own codes. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOENT',
]);

/** Classes and codes of PostgreSQL that mean: not now. */
const NOT_NOW =
  /^(08...|53...|57P..|57014|58...|25006|25P03|25P04|28...|40001|40P01|55P03|XX001|XX002|3D000)$/;

/** Messages of the driver that come without a code. */
const DRIVER =
  /connection (terminated|error|ended)|terminated unexpectedly|timeout exceeded|not queryable|client was closed|read timeout|SSL connections|server does not support/i;

/** True for a fault that may pass by itself. */
export function isOutOfReach(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutOfReach);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return code === undefined ? DRIVER.test(error.message) : NETWORK.has(code) || NOT_NOW.test(code);
}

/** The error as its caller sees it. */
export const asUnwritable = (error: unknown): unknown =>
  isOutOfReach(error)
    ? new DatabaseUnwritable('PostgreSQL cannot be reached, or takes no writes', { cause: error })
    : error;

export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== undefined);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const says: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host is not found now',
  ETIMEDOUT: 'it does not answer',
  ENOENT: 'there is no such socket',
  '28P01': 'the password is not right',
  '28000': 'this user may not connect',
  '3D000': 'there is no such database',
  '42501': 'this user may not make tables there',
  '53300': 'it takes no more connections',
  '57P03': 'it is starting, or stopping',
};

/** One line: why. */
export function reasonOf(error: unknown): string {
  const known = says[codeOf(error) ?? ''];
  if (known !== undefined) return known;
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? 'unknown error' : message.replace(/\s+/g, ' ').replace(/\.$/, '');
}
