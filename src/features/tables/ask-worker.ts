/** One question to a worker of its own, which ends with the answer. */
import type { ImportedAsset } from '#shared/commands/import-asset';
import type { ImportedRecord } from '#shared/commands/import-central-data';
import type { Plan } from './plan';
import type { AssetQuestion, CentralQuestion, Question } from './tables.worker';

/** Undefined when the file is no table. */
export function planInWorker(question: CentralQuestion): Promise<Plan<ImportedRecord> | undefined>;
export function planInWorker(question: AssetQuestion): Promise<Plan<ImportedAsset> | undefined>;
export function planInWorker(question: Question): Promise<Plan<unknown> | undefined> {
  const worker = new Worker(new URL('./tables.worker.ts', import.meta.url), {
    type: 'module',
    name: 'waypost-tables',
  });
  return new Promise<Plan<unknown> | undefined>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Plan<unknown> | undefined>) => resolve(data));
    worker.addEventListener('error', () => resolve(undefined));
    worker.postMessage(question, [question.bytes]);
  }).finally(() => worker.terminate());
}
