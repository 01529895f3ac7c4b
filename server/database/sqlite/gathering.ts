/**
 * The journal of a SQLite file taken into it by a thread of its own: that writes a thousand pages and waits for the disk, on a slow one for a
 * good while, and the thread of the sockets goes on.
 */
import { Worker } from 'node:worker_threads';

export interface Gathering {
  /** Takes what stands in the journal into the file, as far as no reader needs it there. Rejects where it could not be tried. */
  gather(): Promise<void>;
  /** Resolves when the file is no longer held. */
  close(): Promise<void>;
}

export type ToGathering = 'gather' | 'close';
/** Empty: it was gathered, or the disk refused and the pages stay in the journal. Else the reason why it could not be tried. */
export type FromGathering = string;

/** `program`: journal-thread.ts, as it is built. A thread that ends is started by the next call. */
export function gatheringIn(program: URL, path: string): Gathering {
  let worker: Worker | undefined;
  let asked: { done: () => void; failed: (error: Error) => void }[] = [];
  const answer = (why: FromGathering): void => {
    const first = asked.shift();
    if (why === '') first?.done();
    else first?.failed(new Error(why));
  };
  const ended = (): void => {
    worker = undefined;
    const left = asked;
    asked = [];
    for (const { failed } of left) failed(new Error('the thread of the journal ended'));
  };
  const start = (): Worker => {
    const started = new Worker(program, { workerData: path, name: 'journal' });
    // it must keep no process alive that is done
    started.unref();
    started.on('message', answer);
    started.on('error', () => undefined);
    started.once('exit', ended);
    return started;
  };
  const say = (message: ToGathering): void => (worker ??= start()).postMessage(message);
  return {
    gather: () =>
      new Promise((done, failed) => {
        asked.push({ done, failed });
        say('gather');
      }),
    close: () =>
      new Promise((resolve) => {
        if (!worker) return resolve();
        worker.once('exit', () => resolve());
        worker.ref();
        say('close');
      }),
  };
}
