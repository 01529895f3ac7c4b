/** The thread that reads one file: opening a workbook of a country takes a second, and matching its rows more, which would hold up every socket. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromReading, ReadingData, ToReading } from './read-in-thread';
import { readTable } from './read-table';
import type { PlanSource } from './plan-source';

// given by `readInThread`
const request = workerData as ReadingData;
const say = (message: FromReading): void => parentPort?.postMessage(message);

const waiting = new Map<number, { pieces: unknown[]; done: (pieces: unknown[]) => void }>();
parentPort?.on('message', ({ id, piece, isLast }: ToReading) => {
  const asked = waiting.get(id);
  asked?.pieces.push(...piece);
  if (!isLast) return;
  waiting.delete(id);
  asked?.done(asked.pieces);
});

let count = 0;
const ask = (what: keyof PlanSource | `lists.${string}`, ...about: unknown[]): Promise<unknown[]> =>
  new Promise((done) => {
    const id = (count += 1);
    waiting.set(id, { pieces: [], done });
    say({ type: 'ask', id, what, about });
  });

/** Assets that are asked about in one message: the thread that serves reads each message in one go. */
const ASKED = 500;

/** The answers that come have the shapes of the same source in the server itself. */
const source: PlanSource = {
  lists: async () => {
    const [around] = await ask('lists.around');
    const names = ['records', 'catalogue', 'reasons', 'stores', 'sites', 'regions', 'users'] as const;
    const lists = await Promise.all(names.map(async (name) => [name, await ask(`lists.${name}`)] as const));
    return { around, ...Object.fromEntries(lists) } as Awaited<ReturnType<PlanSource['lists']>>;
  },
  equipment: (wanted) => ask('equipment', wanted) as ReturnType<PlanSource['equipment']>,
  saidLater: async (asked, from) => {
    const later: string[][] = [];
    for (let at = 0; at < asked.length; at += ASKED)
      later.push(...((await ask('saidLater', asked.slice(at, at + ASKED), from)) as string[][]));
    return later;
  },
};

const breathe = (done: number, total: number): Promise<void> => {
  say({ type: 'progress', done, total });
  return Promise.resolve();
};

say({ type: 'read', state: await readTable(source, { ...request, breathe }) });
