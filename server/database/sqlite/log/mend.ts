/**
 * Puts back changes of the log that a disk has spoilt, in the places in which they stood. How often that was done is counted: rows that were
 * made before the last time are made again.
 */
import type { StoredChange } from '../../port/changes';
import type { Sql } from '../sql';
import { encodeRun, bodiesOf } from './run';
import { runsFrom } from './runs';

const PUT = 'UPDATE log SET bodies = ? WHERE last = ?';

/** The key of that number in `meta`. */
export const MENDED = 'mended';

const COUNT = `INSERT INTO meta (key, value) VALUES ('${MENDED}', '1')
  ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`;

/** Returns their sequence numbers, each with its change. */
export function mend(
  sql: Sql,
  changes: readonly StoredChange[],
): { seq: number; change: StoredChange['change'] }[] {
  sql.run(COUNT);
  return changes.flatMap(({ document, client, clock, change, body }) => {
    const [run] = runsFrom(sql, document, client, clock, 1);
    const index = run ? clock - run.clock : -1;
    if (!run || index < 0 || index >= run.count) return [];
    const bodies = bodiesOf(run.bodies, run.count);
    bodies[index] = body;
    sql.run(PUT, encodeRun(bodies), run.last);
    return [{ seq: run.last - run.count + 1 + index, change }];
  });
}
