import { expect, test } from 'vitest';
import type { PlanSource } from './plan-source';
import { readInThread } from './read-in-thread';
import type { ReadRequest } from './read-table';

const source = {} as PlanSource;
const request = {} as ReadRequest;
const program = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

test('a thread that a file keeps busy for ever is ended: others wait for their turn', async () => {
  const busy = program('for (;;);');
  await expect(readInThread(busy, source, request, 100)).rejects.toThrow('says nothing any more');
});

test('one that says how far it is may take its time', async () => {
  const slow = program(`
    import { parentPort } from 'node:worker_threads';
    let done = 0;
    const timer = setInterval(() => {
      done += 1;
      parentPort.postMessage(done < 20 ? { type: 'progress', done, total: 20 } : { type: 'read', state: { done } });
      if (done === 20) clearInterval(timer);
    }, 100);`);
  expect(await readInThread(slow, source, request, 1500)).toEqual({ done: 20 });
});
