/** The rows, kept by a thread of their own; it is started again when it ends. */
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { SpoiltLog } from '../log/noticing';
import { Gathered } from './gathered';
import type { OpenRows } from './open-rows';
import { RowsView } from './rows-view';

export interface ThreadData {
  logPath: string;
  rowsPath: string;
  /** the end of the log: changes after it may not be on the disk yet */
  lastSeq: number;
}

/** `stored`: the log reaches to here now; `isPressed`: the thread that serves has no time left. */
export type ToThread = { stored: number; isPressed: boolean } | 'done' | 'rebuild' | 'damaged' | 'close';

export type FromThread =
  | { type: 'progress'; seq: number; hasCures: boolean }
  | { type: 'suspend' | 'open' | 'rebuilt' }
  | { type: 'fault' | 'log-spoilt'; message: string };

interface InThreadOptions extends ThreadData {
  /** the program of the thread */
  program: URL;
  /** the longest wait of a caller that must see everything that was stored, milliseconds */
  mustSeeMs: number;
  onFault: (error: unknown) => void;
  onLogSpoilt: (spoilt: SpoiltLog) => void;
}

/** The wait after its end until the thread is started again, milliseconds: longer each time that it ends without having opened the rows. */
const AGAIN_MS = 1000;
const AGAIN_AT_MOST_MS = 60_000;
/**
 * Milliseconds for which changes that nobody waits for are gathered: the thread has as much to do for one change as for twenty. A third of
 * the lag that the rows may have.
 */
const GATHER_MS = 100;
/** The part of a while in which a thread that serves worked, from which on it has no time left; and the shortest such while, milliseconds. */
const PRESSED = 0.9;
const SHORTEST_MS = 50;

export class RowsInThread {
  readonly view: RowsView;
  readonly #options: InThreadOptions;
  #last: number;
  #worker: Worker | undefined;
  #isClosing = false;
  #again: NodeJS.Timeout | undefined;
  #rebuilding: { done: () => void; failed: (error: Error) => void }[] = [];
  /** of the first start: until then nobody reads, and no message reports that it serves */
  #first: { opened: () => void; failed: (error: Error) => void } | undefined;
  #endedInVain = 0;
  readonly #news = new Gathered(() => this.#tell(), GATHER_MS);
  /** the end of the log, as the thread knows it */
  #told = -1;
  #worked = performance.eventLoopUtilization();
  #isPressed = false;

  constructor(options: InThreadOptions) {
    this.#options = options;
    this.#last = options.lastSeq;
    this.view = new RowsView(
      options.rowsPath,
      () => this.#last,
      () => this.#news.now(),
    );
    this.view.onDamaged = () => this.#say('damaged');
  }

  /** Resolves when the rows can be read. Rejects with one line when the thread ends before that. */
  async start(): Promise<OpenRows> {
    await new Promise<void>((opened, failed) => {
      this.#first = { opened, failed };
      this.#start();
    });
    return {
      view: this.view,
      following: {
        behind: () => Promise.resolve(Math.max(0, this.#last - this.view.seq)),
        reached: (seq = this.#last, ms = this.#options.mustSeeMs) => this.view.reached(seq, ms),
        rebuild: () => this.#rebuild(),
      },
      stored: (seq) => {
        this.#last = Math.max(this.#last, seq);
        if (this.#last > this.view.seq) this.#news.news();
      },
      close: () => this.#close(),
    };
  }

  #start(): void {
    const { program, logPath, rowsPath, onFault } = this.#options;
    const workerData: ThreadData = { logPath, rowsPath, lastSeq: this.#last };
    const worker = new Worker(program, { workerData, name: 'rows' });
    worker.on('message', (message: FromThread) => void this.#hear(message).catch(onFault));
    let why: unknown;
    worker.on('error', (error) => {
      why = error;
      if (!this.#first) onFault(error);
    });
    worker.once('exit', (code) => {
      this.#worker = undefined;
      for (const { failed } of this.#rebuilding.splice(0)) failed(new Error('the thread of the rows ended'));
      if (this.#first) return this.#first.failed(neverOpened(why, code));
      if (this.#isClosing) return;
      const wait = Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** this.#endedInVain++);
      this.#again = setTimeout(() => this.#start(), wait);
    });
    this.#worker = worker;
  }

  async #hear(message: FromThread): Promise<void> {
    switch (message.type) {
      case 'progress':
        return this.view.progress(message);
      case 'suspend':
        this.view.suspend();
        return this.#say('done');
      case 'open':
        this.view.suspend();
        await this.view.open();
        this.#endedInVain = 0;
        this.#first?.opened();
        this.#first = undefined;
        this.#say('done');
        // asked for while no thread ran
        if (this.#rebuilding.length > 0) this.#say('rebuild');
        this.#told = -1;
        return this.#news.now();
      case 'rebuilt':
        for (const { done } of this.#rebuilding.splice(0)) done();
        return;
      case 'fault':
        return this.#options.onFault(new Error(message.message));
      case 'log-spoilt':
        return this.#options.onLogSpoilt(new SpoiltLog(message.message));
    }
  }

  #tell(): void {
    if (this.#last === this.#told) return;
    this.#told = this.#last;
    this.#say({ stored: this.#last, isPressed: this.#hasNoTime() });
  }

  /** True if this thread hardly ever waited for anything to do since it was asked before. */
  #hasNoTime(): boolean {
    const { active, idle, utilization } = performance.eventLoopUtilization(this.#worked);
    if (active + idle < SHORTEST_MS) return this.#isPressed;
    this.#worked = performance.eventLoopUtilization();
    this.#isPressed = utilization >= PRESSED;
    return this.#isPressed;
  }

  #say(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  #rebuild(): Promise<void> {
    return new Promise((done, failed) => {
      this.#rebuilding.push({ done, failed });
      this.#say('rebuild');
    });
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#again);
    this.#news.stop();
    const worker = this.#worker;
    if (worker)
      await new Promise((resolve) => {
        worker.once('exit', resolve);
        worker.postMessage('close' satisfies ToThread);
      });
    this.view.close();
  }
}

const neverOpened = (why: unknown, code: number): Error =>
  new Error(
    `the thread of the rows does not start (${why instanceof Error ? why.message : `it ended with ${code}`})`,
    { cause: why },
  );
