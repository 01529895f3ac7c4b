/**
 * Readers of this process's copy that first look whether others stored something: a caller that writes at one process and reads at the next
 * sees its change.
 */
import type { SqliteDatabase } from '../sqlite/open-database';
import type { OwnCopy } from './log/own-copy';
import type { SharedLog } from './log/shared-log';

type Method = (...given: unknown[]) => Promise<unknown>;

/**
 * A part of the copy. Every method first makes sure that changes which others stored before are here, and reads the copy that is in use by
 * then.
 */
export function fresh<T extends object>(own: OwnCopy, part: (local: SqliteDatabase) => T, log: SharedLog): T {
  const methods = Object.keys(part(own.local)).map((name) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      await log.freshen();
      return own.read(
        (local) => (part(local) as unknown as Record<string, Method>)[name]?.(...given) ?? Promise.resolve(),
      );
    },
  ]);
  return Object.fromEntries(methods) as T;
}
