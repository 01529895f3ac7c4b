/** Puts back changes of the log that a disk has spoilt, in the places in which they stood. */
import type { StoredChange } from '../../port/changes';
import type { Sql } from '../sql';
import { encodeRun, bodiesOf } from './run';
import { runsFrom } from './runs';

const PUT = 'UPDATE log SET bodies = ? WHERE last = ?';

/** Returns their sequence numbers, each with its change. */
export function mend(
  sql: Sql,
  changes: readonly StoredChange[],
): { seq: number; change: StoredChange['change'] }[] {
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
