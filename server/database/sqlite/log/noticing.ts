/** Readings of a log that notice what a disk has spoilt of it: a page that SQLite cannot read, or a change whose bytes are none. */
import { DatabaseUnwritable } from '../../port/central-database';
import { isLostOnDisk } from '../connection';
import { unreadablesMet } from './unreadable';

/** What was read of the log is not what was written there. */
export class SpoiltLog extends Error {}

/** The message of a fault that bytes show which are no change. */
export const UNREADABLE = 'a change cannot be read';

/** The fault, where a disk is to blame for it; a transaction wraps what its file said. */
export function asSpoiltLog(error: unknown): SpoiltLog | undefined {
  if (error instanceof SpoiltLog) return error;
  const cause = error instanceof DatabaseUnwritable ? error.cause : error;
  return isLostOnDisk(cause) ? new SpoiltLog((cause as Error).message, { cause }) : undefined;
}

/** Runs `read`, which reads the log before it waits for anything; calls `onSpoilt` where it met something spoilt, and passes on what came. */
export async function noticing<T>(read: () => Promise<T>, onSpoilt: (spoilt: SpoiltLog) => void): Promise<T> {
  const before = unreadablesMet();
  const reading = (async () => read())();
  const isUnreadable = unreadablesMet() !== before;
  try {
    const found = await reading;
    if (isUnreadable) onSpoilt(new SpoiltLog(UNREADABLE));
    return found;
  } catch (error) {
    const spoilt = asSpoiltLog(error);
    if (spoilt) onSpoilt(spoilt);
    throw error;
  }
}

/** The same object, each of whose methods notices. */
export function noticed<T extends object>(target: T, onSpoilt: (spoilt: SpoiltLog) => void): T {
  const methods = Object.entries(target).map(([name, method]) => [
    name,
    (...given: unknown[]): Promise<unknown> =>
      noticing(() => (method as (...args: unknown[]) => Promise<unknown>)(...given), onSpoilt),
  ]);
  return Object.fromEntries(methods) as T;
}
