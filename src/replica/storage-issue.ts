/** The meaning of a failed transaction for a person: the device is full, or its storage cannot be used. */
import Dexie from 'dexie';
import type { Issue } from '#shared/result';

/** The issue behind an error of the database, or undefined for a fault of our own. */
export function storageIssue(error: unknown): Issue | undefined {
  const names = namesOf(error);
  if (names.includes(Dexie.errnames.QuotaExceeded) || names.includes('QuotaExceededError'))
    return { code: 'storage-full' };
  return names.some((name) => unusable.has(name)) ? { code: 'storage-unavailable' } : undefined;
}

const unusable = new Set([
  'AbortError',
  'DatabaseClosedError',
  'DataError',
  'InvalidStateError',
  'MissingAPIError',
  'NotFoundError',
  'OpenFailedError',
  'SecurityError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
]);

/** Dexie wraps the browser's error, sometimes twice. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (
    let current = error, depth = 0;
    isError(current) && depth < 4;
    current = current.inner ?? current.cause, depth++
  ) {
    names.push(current.name);
  }
  return names;
}

const isError = (value: unknown): value is { name: string; inner?: unknown; cause?: unknown } =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
