/** The work that one process does for all, where several work on one database: another takes it over when that one ends. */
import type { CentralDatabase } from './database/port/central-database';
import type { Others } from './database/port/others';
import { keepClean } from './files/keep-clean';
import type { Services } from './http/services';
import { schedule, type Schedule, type ScheduleParts } from './operations/schedule';

/** Runs `work` when no other process is at it. */
export const aloneOr = <T>(others: Others | undefined, name: string, work: () => Promise<T>): Promise<T> =>
  others ? others.alone(name, work) : work();

/** Backups and rehearsals. */
export function scheduleOnce(
  parts: ScheduleParts,
  others: Others | undefined,
): Pick<Schedule, 'failures' | 'stop'> {
  if (!others) return schedule(parts);
  let failures = 0;
  let current: Schedule | undefined;
  const duty = others.oneAtATime('schedule', async (signal) => {
    current = schedule(parts);
    await ended(signal);
    await current.stop();
    failures += current.failures;
    current = undefined;
  });
  return {
    get failures() {
      return failures + (current?.failures ?? 0);
    },
    stop: () => duty.stop(),
  };
}

/** Files that nothing needs are looked for. */
export function keepCleanOnce(
  services: Parameters<typeof keepClean>[0] & { database: Pick<CentralDatabase, 'others'> },
  log: Parameters<typeof keepClean>[1],
): () => Promise<void> {
  const { others } = services.database;
  if (!others) return keepClean(services, log);
  const duty = others.oneAtATime('files', async (signal) => {
    const stop = keepClean(services, log);
    await ended(signal);
    await stop();
  });
  return () => duty.stop();
}

/** V6 records whose integration a process that ended has left, taken up by another; and pushes that have no end. */
export function takeUpOnce(v6: NonNullable<Services['v6']>, others: Others | undefined): () => Promise<void> {
  if (!others) {
    const timer = setInterval(() => void v6.takeUp(), TAKE_UP_ALONE).unref();
    return () => Promise.resolve(clearInterval(timer));
  }
  const duty = others.oneAtATime('v6', async (signal) => {
    const timer = setInterval(() => void v6.takeUp(), TAKE_UP_EVERY);
    await ended(signal);
    clearInterval(timer);
  });
  return () => duty.stop();
}

const TAKE_UP_EVERY = 3000;
const TAKE_UP_ALONE = 15 * 60 * 1000;

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
