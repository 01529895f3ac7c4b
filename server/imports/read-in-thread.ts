/** Has a file read by a thread of its own, which asks for the records of central, in pieces, so that neither side is held up for long. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Lists, PlanSource } from './plan-source';
import type { ReadRequest, ReadState } from './read-table';

export type ReadingData = Omit<ReadRequest, 'breathe'>;

export type FromReading =
  | { type: 'ask'; id: number; what: string; about: unknown[] }
  | { type: 'progress'; done: number; total: number }
  | { type: 'read'; state: ReadState };

export interface ToReading {
  id: number;
  piece: readonly unknown[];
  isLast: boolean;
}

/** Records of a piece. */
const PIECE = 50;
/** A thread that needs more than this, in megabytes, is ended rather than the server. */
const MOST_MEMORY = 2048;
/** So is one that says nothing for this long, milliseconds: a file may be made to keep it busy for days, and others wait for their turn. */
const MOST_SILENCE = 5 * 60_000;

/** Rejects when the thread fails; the server goes on. */
export function readInThread(
  program: URL,
  source: PlanSource,
  { breathe, ...workerData }: ReadRequest,
  mostSilence = MOST_SILENCE,
): Promise<ReadState> {
  const worker = new Worker(program, {
    workerData: workerData satisfies ReadingData,
    name: 'import',
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  const answer = answering(worker, source);
  let silence: NodeJS.Timeout | undefined;
  const read = new Promise<ReadState>((resolve, reject) => {
    const isSilent = (): void => reject(new Error('the thread that reads an import says nothing any more'));
    let asked = 0;
    // one that asked waits for this side
    const listen = (more = 0): void => {
      asked += more;
      clearTimeout(silence);
      if (asked === 0) silence = setTimeout(isSilent, mostSilence).unref();
    };
    listen();
    worker.on('message', (message: FromReading) => {
      listen(message.type === 'ask' ? 1 : 0);
      if (message.type === 'ask')
        answer(message)
          .catch(reject)
          .finally(() => listen(-1));
      else if (message.type === 'progress') void breathe?.(message.done, message.total);
      else resolve(message.state);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that reads an import ended')));
  });
  // it listens for more as long as it lives, and keeps all that it read
  return read.finally(() => {
    clearTimeout(silence);
    void worker.terminate();
  });
}

function answering(
  worker: Worker,
  source: PlanSource,
): (message: FromReading & { type: 'ask' }) => Promise<void> {
  let lists: Promise<Lists> | undefined;
  const found = async (what: string, about: unknown[]): Promise<readonly unknown[]> => {
    // the thread asks as `PlanSource` is asked
    if (what === 'equipment') return source.equipment(...(about as Parameters<PlanSource['equipment']>));
    if (what === 'saidLater') return source.saidLater(...(about as Parameters<PlanSource['saidLater']>));
    const { around, ...others } = await (lists ??= source.lists());
    return what === 'lists.around' ? [around] : (new Map(Object.entries(others)).get(what.slice(6)) ?? []);
  };
  return async ({ id, what, about }) => {
    const all = await found(what, about);
    for (let from = 0; from < all.length; from += PIECE) {
      worker.postMessage({ id, piece: all.slice(from, from + PIECE), isLast: false } satisfies ToReading);
      await setImmediate();
    }
    worker.postMessage({ id, piece: [], isLast: true } satisfies ToReading);
  };
}
