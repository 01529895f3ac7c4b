/**
 * Readers of this process's copy that first look whether others stored something: a caller that writes at one process and reads at the next
 * sees its change.
 */
import type { SharedLog } from './log/shared-log';

/** Every method first makes sure that changes which others stored before are here. */
export function fresh<T extends object>(target: T, log: SharedLog): T {
  const methods = Object.entries(target).map(([name, method]) => [
    name,
    async (...given: unknown[]): Promise<unknown> => {
      await log.freshen();
      return (method as (...args: unknown[]) => unknown)(...given);
    },
  ]);
  return Object.fromEntries(methods) as T;
}
