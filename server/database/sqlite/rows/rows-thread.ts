/**
 * The thread that keeps the rows, so that folding and flagging hold up no socket: it reads the log by itself, and reports its position in
 * it.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { RowsDamaged } from '../../port/rows';
import { sqliteChangeReader } from '../change-reader';
import { noticed } from '../log/noticing';
import { SqliteFile } from '../sqlite-file';
import type { FromThread, ThreadData, ToThread } from './rows-in-thread';
import { Pace } from './pace';
import { RowsKeeper } from './rows-keeper';

/** Changes that the rows take at once: nobody waits for this thread. */
const BATCH = 500;

// given by `rowsInThread`
const { logPath, rowsPath, lastSeq } = workerData as ThreadData;
const say = (message: FromThread): void => parentPort?.postMessage(message);

let answered: () => void = () => undefined;
const ask = (message: FromThread): Promise<void> =>
  new Promise((resolve) => {
    answered = resolve;
    say(message);
  });

const file = await SqliteFile.openForReading(logPath, () => undefined);
const reader = noticed(sqliteChangeReader(file), ({ message }) => say({ type: 'log-spoilt', message }));

/** The rows hold nothing that a power cut could still take from the log. */
let end = lastSeq;
const pace = new Pace();
/** the number of the change after which was read last */
let at = lastSeq;
const log = {
  at: reader.at,
  meta: reader.meta,
  after: async (seq: number, limit: number) => {
    at = seq;
    pace.begin();
    return (await reader.after(seq, limit)).filter((one) => one.seq <= end);
  },
  lastSeq: () => Promise.resolve(end),
};

async function breathe(): Promise<void> {
  const rest = pace.rest(end - at);
  await (rest > 0 ? setTimeout(rest) : setImmediate());
}

const keeping = RowsKeeper.open({
  path: rowsPath,
  log,
  readers: {
    progress: (progress) => say({ type: 'progress', ...progress }),
    suspend: () => ask({ type: 'suspend' }),
    open: () => ask({ type: 'open' }),
  },
  batch: BATCH,
  breathe,
  onFault: (error) =>
    say({ type: 'fault', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
});

const tasks: Record<'rebuild' | 'damaged' | 'close', (keeper: RowsKeeper) => unknown> = {
  rebuild: (keeper) => keeper.rebuild().then(() => say({ type: 'rebuilt' })),
  damaged: (keeper) => keeper.heal(new RowsDamaged('a reader found the rows damaged')),
  close: async (keeper) => {
    await keeper.close();
    await file.close();
    parentPort?.close();
  },
};

parentPort?.on('message', (message: ToThread) => {
  if (message === 'done') return answered();
  if (typeof message === 'string') return void keeping.then(tasks[message]);
  end = message.stored;
  pace.heard(message.isPressed);
  void keeping.then((keeper) => keeper.kick());
});
