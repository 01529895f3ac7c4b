/** Opens the rows that belong to a log: to keep them, or to read those that another process keeps. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Following } from '../../port/rows';
import { noticed, type SpoiltLog } from '../log/noticing';
import { isOfThisVersion } from './rows-file';
import { RowsKeeper, type RowsLog } from './rows-keeper';
import { RowsInThread } from './rows-in-thread';
import { RowsView } from './rows-view';

export interface OpenRows {
  view: RowsView;
  following: Following;
  /** The log reaches to `seq` now. */
  stored(seq: number): void;
  close(): Promise<void>;
}

interface FollowOptions {
  /** of the log */
  path: string;
  log: RowsLog;
  onFault: (error: unknown) => void;
  /** called where whoever keeps the rows meets something spoilt in the log */
  onLogSpoilt?: ((spoilt: SpoiltLog) => void) | undefined;
  /** of a thread that keeps the rows; none: the thread that opens the rows keeps them */
  program?: URL;
}

/** Beside the log, under a name that shows the log to which the rows belong. */
export const rowsPathOf = (path: string): string => join(dirname(path), `rows-${basename(path)}`);

/** Changes that the rows take at once, on the thread that also serves. */
const BATCH = 100;
/** The longest wait of a caller that must see everything that was stored, milliseconds. */
const MUST_SEE_MS = 10_000;
/** Enough for rows from the very first change on, milliseconds. */
const WHOLE_MS = 24 * 60 * 60 * 1000;

export async function followRows(options: FollowOptions): Promise<OpenRows> {
  const { path, log, program, onFault, onLogSpoilt = () => undefined } = options;
  const rowsPath = rowsPathOf(path);
  if (!program) return followAt(rowsPath, { ...options, log: noticed(log, onLogSpoilt) });
  const lastSeq = await log.lastSeq();
  return new RowsInThread({
    logPath: path,
    rowsPath,
    program,
    lastSeq,
    mustSeeMs: MUST_SEE_MS,
    onFault,
    onLogSpoilt,
  }).start();
}

async function followAt(path: string, { log, onFault }: FollowOptions): Promise<OpenRows> {
  let last = await log.lastSeq();
  const view = new RowsView(path, () => last);
  const readers = {
    progress: (progress: { seq: number; hasCures: boolean }) => view.progress(progress),
    suspend: () => Promise.resolve(view.suspend()),
    open: () => view.open(),
  };
  const keeper = await RowsKeeper.open({ path, log, readers, batch: BATCH, onFault });
  view.onDamaged = (error) => keeper.heal(error);
  return {
    view,
    following: {
      behind: () => Promise.resolve(Math.max(0, last - view.seq)),
      reached: (seq = last, ms = MUST_SEE_MS) => view.reached(seq, ms),
      rebuild: () => keeper.rebuild(),
    },
    stored: (seq) => {
      last = Math.max(last, seq);
      if (last > view.seq) keeper.kick();
    },
    close: async () => {
      await keeper.close();
      view.close();
    },
  };
}

/** The rows that another process keeps, as they are; where there are none that this build reads, rows of our own, for as long as they are open. */
export async function readRows(path: string, log: RowsLog): Promise<OpenRows> {
  const kept = rowsPathOf(path);
  if (!existsSync(kept) || !(await isOfThisVersion(kept))) return ownRows(log);
  const view = new RowsView(kept, () => 0);
  await view.open();
  return {
    view,
    following: {
      behind: () => Promise.resolve(0),
      reached: () => Promise.resolve(),
      rebuild: () => Promise.reject(new Error('another process keeps these rows')),
    },
    stored: () => undefined,
    close: () => Promise.resolve(view.close()),
  };
}

async function ownRows(log: FollowOptions['log']): Promise<OpenRows> {
  const folder = await mkdtemp(join(tmpdir(), 'waypost-rows-'));
  let fault: unknown;
  const rows = await followAt(join(folder, 'rows.sqlite'), {
    path: '',
    log,
    onFault: (error) => (fault = error),
  });
  await rows.following.reached(undefined, WHOLE_MS);
  if (fault !== undefined) throw new Error('the rows cannot be made', { cause: fault });
  return {
    ...rows,
    close: async () => {
      await rows.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
