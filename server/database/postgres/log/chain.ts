/** The chain over the rows of the log. It shows whether a copy is of this very log, and that nothing in it was altered. */
import { createHash } from 'node:crypto';
import type { PgRun } from './run';

const BYTES = 16;

/** Of all rows up to this one. */
export function chainAfter(before: Uint8Array, run: Omit<PgRun, 'chain'>): Buffer {
  const { last, count, document, client, clock, receivedAt, receivedFrom, bodies } = run;
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([last, count, document, client, clock, receivedAt, receivedFrom]))
    .update(bodies)
    .digest()
    .subarray(0, BYTES);
}
