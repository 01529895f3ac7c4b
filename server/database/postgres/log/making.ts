/** Makes another copy of the log beside one that is spoilt, while the process serves, and puts it in its place. */
import type { StoredElsewhere } from '../../port/others';
import type { SqliteDatabase } from '../../sqlite/open-database';
import type { PgPool } from '../pool';
import { pgSqlOn, type PgSql } from '../sql';
import { besides } from './copy-files';
import { CopyDiffers, LogCopy, SMALL_STEP } from './log-copy';
import { stateOf, type OpenedCopy } from './open-copy';
import { chainAt } from './run';

/** Runs `work` while nothing else takes changes in, and passes on the changes that it returns, which nobody here has heard of. */
export type Exclusively = (work: (sql: PgSql) => Promise<StoredElsewhere[]>) => Promise<void>;

interface MakingParts {
  pool: PgPool;
  copyPath: string;
  open: (path: string) => Promise<SqliteDatabase>;
  exclusively: Exclusively;
  onFault: (error: unknown) => void;
}

/**
 * A copy that is spoilt again sooner is not made again before: it is the disk. The wait after a try that failed, longer each time and at
 * most as long. Milliseconds.
 */
const SOUND_FOR_MS = 60_000;
const AGAIN_MS = 2000;
/** Enough for rows from the very first change on, milliseconds. */
const WHOLE_MS = 24 * 60 * 60 * 1000;

export class Making {
  #madeAt = -Infinity;
  readonly #closing = new AbortController();

  constructor(private readonly parts: MakingParts) {}

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** What is under way is given up. */
  close(): void {
    this.#closing.abort();
  }

  /** Calls `use` with the copy from the moment at which it counts. False where this was closed before. */
  async replace(former: OpenedCopy, use: (made: OpenedCopy) => void): Promise<boolean> {
    await this.#pause(this.#madeAt + SOUND_FOR_MS - performance.now());
    for (let tries = 0; !this.isClosed; tries++) {
      try {
        await this.#replace(former, use);
        this.#madeAt = performance.now();
        return true;
      } catch (error) {
        if (!this.isClosed) this.parts.onFault(error);
        await this.#pause(Math.min(SOUND_FOR_MS, AGAIN_MS * 2 ** tries));
      }
    }
    return false;
  }

  async #replace(former: OpenedCopy, use: (made: OpenedCopy) => void): Promise<void> {
    const { copyPath, open, exclusively } = this.parts;
    const local = await open(besides(copyPath, former.local.path));
    try {
      const made = { local, copy: await this.#follow(local) };
      await exclusively(async (sql) => {
        const news: StoredElsewhere[] = [];
        await demandSamePast(sql, former);
        const onTaken = (taken: StoredElsewhere[]): void => void news.push(...taken);
        await made.copy.takeIn(sql, await stateOf(sql), { onTaken, knownTo: former.copy.head.last });
        use(made);
        return news;
      });
    } catch (error) {
      await local.close();
      throw error;
    }
  }

  /** As far as the log is now; its rows too. */
  async #follow(local: SqliteDatabase): Promise<LogCopy> {
    const state = await this.parts.pool.read(stateOf);
    const copy = await LogCopy.of(local, state.id);
    await this.parts.pool.with((client) =>
      copy.takeIn(pgSqlOn(client), state, {
        onTaken: () => this.#closing.signal.throwIfAborted(),
        step: SMALL_STEP,
      }),
    );
    await this.#unlessClosed(local.following.reached(undefined, WHOLE_MS));
    return copy;
  }

  async #unlessClosed(work: Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    let stop: () => void = () => undefined;
    const closed = new Promise<never>((_resolve, reject) => {
      stop = () => reject(new Error('the server stops'));
      signal.addEventListener('abort', stop);
    });
    await Promise.race([work, closed]).finally(() => signal.removeEventListener('abort', stop));
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await this.#unlessClosed(over).catch(() => undefined);
    clearTimeout(timer);
  }
}

/** What this process read until now was of this very log: else it was put back meanwhile, and nothing here can be trusted. */
async function demandSamePast(sql: PgSql, { copy: { head } }: OpenedCopy): Promise<void> {
  const there = head.last === 0 ? head.chain : await chainAt(sql, head.last);
  if (!there || Buffer.compare(there, head.chain) !== 0)
    throw new CopyDiffers('the database has another past than its copy here');
}
