/** Asks a process that was started with report-memory.mjs for the memory that it holds, after a collection of garbage. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const memory = z.object({
  /** bytes of the process in the machine's memory */
  resident: z.number(),
  /** bytes that JavaScript holds, its buffers included */
  held: z.number(),
});
export type Memory = z.infer<typeof memory>;

export const nodeOptionsForMemory = [
  '--expose-gc',
  '--import',
  fileURLToPath(new URL('report-memory.mjs', import.meta.url)),
];

export function memoryOf(child: ChildProcess): Promise<Memory> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(memory.parse(message)));
    child.send('report');
  });
}
