/**
 * One question to a worker of its own, which ends with the answer. Long lists go there and back in pieces, so that the page
 * never stands still over one.
 */
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { Plan, PlannedRow } from '#shared/import/planned';
import { breathe, type Fault } from './import-job';
import { piecesOf } from './pieces';
import type { Answer, AssetQuestion, CentralQuestion, FileQuestion, Lists, Question } from './tables.worker';

export function planInWorker(
  question: CentralQuestion,
  lists: Pick<Lists, 'records'>,
): Promise<Plan<ImportedRecord> | Fault>;
export function planInWorker(
  question: AssetQuestion,
  lists: Pick<Lists, 'assets' | 'catalogue'>,
): Promise<Plan<ImportedAsset> | Fault>;
export async function planInWorker(
  question: CentralQuestion | AssetQuestion,
  lists: Partial<Lists>,
): Promise<Plan<unknown> | Fault> {
  const { plan, rows, fault = { code: 'unreadable' } } = await ask(question, lists, [question.bytes]);
  return plan ? { ...plan, rows } : fault;
}

/** A table as a file; undefined where the device cannot make one. */
export async function fileInWorker(
  question: FileQuestion,
  lists: Pick<Lists, 'cells'>,
): Promise<Blob | undefined> {
  return (await ask(question, lists)).file;
}

interface Told {
  rows: PlannedRow<unknown>[];
  plan?: Omit<Plan<unknown>, 'rows'>;
  file?: Blob;
  fault?: Fault;
}

async function ask(
  question: Question,
  lists: Partial<Lists>,
  handedOver: Transferable[] = [],
): Promise<Told> {
  const worker = new Worker(new URL('./tables.worker.ts', import.meta.url), {
    type: 'module',
    name: 'waypost-tables',
  });
  try {
    const told = listen(worker);
    for (const [list, rows] of Object.entries(lists))
      for (const piece of piecesOf<unknown>(rows)) {
        worker.postMessage({ list, rows: piece });
        await breathe();
      }
    worker.postMessage({ question }, handedOver);
    return await told;
  } finally {
    worker.terminate();
  }
}

/** Pieces of the answer until its end; the pieces of a worker that fails are worth nothing. */
function listen(worker: Worker): Promise<Told> {
  const rows: PlannedRow<unknown>[] = [];
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if ('rows' in data) rows.push(...data.rows);
      else resolve({ rows, ...data });
    });
    worker.addEventListener('error', () => resolve({ rows: [] }));
  });
}
