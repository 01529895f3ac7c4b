/** The server's own schedule: a backup at the interval of BACKUP_EVERY, and a rehearsal of the newest one each week. */
import type { Config } from '../config';
import type { SyncLog } from '../sync/sync-server';
import type { LastBackups } from './backup/last-backup';
import type { RunOperation } from './in-own-process';

const HOUR = 60 * 60 * 1000;
const REHEARSE_EVERY = 7 * 24 * HOUR;
/** A start is busy enough. */
const FIRST_AFTER = 60 * 1000;
/** A timer of Node holds no more than 24 days. */
const LONGEST_WAIT = 24 * 24 * HOUR;

export interface ScheduleParts {
  config: Pick<Config, 'backupTo' | 'backupEvery'>;
  /** of all processes: one that takes the schedule over goes on where another ended */
  last: Pick<LastBackups, 'read'>;
  run: RunOperation;
  log: SyncLog;
  /** milliseconds, UTC */
  now: () => number;
}

export interface Schedule {
  /** backups that failed since the start */
  readonly failures: number;
  /** Does the work that is due now; resolves when it is done. */
  doDue(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds until the next backup is due; 0: now. */
export function waitFor(last: string | undefined, every: number, now: number): number {
  if (last === undefined) return 0;
  const age = now - Date.parse(last);
  // a time in the future is no reason to wait for it
  return age < 0 ? 0 : Math.max(0, every - age);
}

/** Does nothing where BACKUP_TO is not set. */
export function schedule(parts: ScheduleParts): Schedule {
  return new Timetable(parts);
}

class Timetable implements Schedule {
  failures = 0;
  readonly #ending = new AbortController();
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: ScheduleParts) {
    if (parts.config.backupTo !== undefined) this.#wait(FIRST_AFTER);
  }

  doDue(): Promise<void> {
    this.#work = this.#work.then(() => this.#doDue());
    return this.#work;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#ending.abort();
    await this.#work;
  }

  #wait(ms: number): void {
    if (this.#ending.signal.aborted) return;
    this.#timer = setTimeout(() => void this.doDue(), Math.min(Math.max(ms, FIRST_AFTER), LONGEST_WAIT));
    this.#timer.unref();
  }

  async #doDue(): Promise<void> {
    clearTimeout(this.#timer);
    const { last, now } = this.parts;
    const { backupTo, backupEvery } = this.parts.config;
    if (backupTo === undefined || this.#ending.signal.aborted) return;
    const isDue = waitFor((await last.read()).time, backupEvery, now()) === 0;
    const isDone = !isDue || (await this.#run(['backup', backupTo]));
    if (isDone) await this.#rehearse();
    const next = waitFor((await last.read()).time, backupEvery, now());
    this.#wait(isDone ? next : Math.min(backupEvery, HOUR));
  }

  async #rehearse(): Promise<void> {
    const { rehearsedAt } = await this.parts.last.read();
    if (waitFor(rehearsedAt, REHEARSE_EVERY, this.parts.now()) === 0) await this.#run(['rehearse']);
  }

  async #run(args: string[]): Promise<boolean> {
    const { run, log } = this.parts;
    // a stop may have come while it was asked what is due
    if (this.#ending.signal.aborted) return false;
    const result = await run(args, this.#ending.signal);
    if (this.#ending.signal.aborted) return false;
    if (result.ok) log.info({ command: args[0] }, 'done by schedule');
    else {
      this.failures += 1;
      log.error({ command: args[0], line: result.line }, 'failed by schedule');
    }
    return result.ok;
  }
}
