/** One question to a worker of its own, which ends with the answer. */
import type { Answer, Question } from './tables.worker';

export function planInWorker(question: Question): Promise<Answer> {
  const worker = new Worker(new URL('./tables.worker.ts', import.meta.url), {
    type: 'module',
    name: 'waypost-tables',
  });
  return new Promise<Answer>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data));
    worker.addEventListener('error', () => resolve({}));
    worker.postMessage(question, [question.bytes]);
  }).finally(() => worker.terminate());
}
