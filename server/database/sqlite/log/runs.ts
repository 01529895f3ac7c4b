/** Reads the log, run by run. */
import type { LoggedChange } from '../../port/changes';
import type { Sql } from '../sql';
import { readBody } from '../stored-json';
import { bodiesOf } from './run';

export interface RunRow {
  /** the sequence number of its last change */
  last: number;
  count: number;
  document: string;
  client: number;
  /** of its first change */
  clock: number;
  receivedAt: string;
  receivedFrom: string;
  bodies: Uint8Array;
}

/** Most changes of a run, so that one change is read at little cost. */
export const RUN = 64;

const COLUMNS = `last, count, name AS document, client, clock, received_at AS receivedAt, received_from AS receivedFrom, bodies
  FROM log JOIN documents ON documents.id = log.document`;

const AFTER = `SELECT ${COLUMNS} WHERE last > ? ORDER BY last LIMIT ?`;
const HOLDING = `SELECT ${COLUMNS} WHERE last >= ? ORDER BY last LIMIT 1`;
const ENDING = `SELECT ${COLUMNS} WHERE last = ?`;
const OF_CLIENT = `SELECT ${COLUMNS} WHERE log.document = (SELECT id FROM documents WHERE name = ?1) AND client = ?2
  AND clock >= coalesce((SELECT max(clock) FROM log WHERE document = (SELECT id FROM documents WHERE name = ?1)
    AND client = ?2 AND clock <= ?3), ?3)
  ORDER BY clock LIMIT ?4`;

/** Most runs read at once, and those read first: they may be long. */
const STEP = 64;
const FIRST_STEP = 8;

const firstSeq = ({ last, count }: RunRow): number => last - count + 1;

/** The changes of a run from its `from`th on. */
export function changesOf(run: RunRow, from = 0): LoggedChange[] {
  const { document, client, clock, receivedAt, receivedFrom } = run;
  return bodiesOf(run.bodies, run.count)
    .slice(from)
    .map((body, index) => ({
      seq: firstSeq(run) + from + index,
      document,
      client,
      clock: clock + from + index,
      change: readBody(body),
      body,
      receivedAt,
      receivedFrom,
    }));
}

export function* changesAfter(sql: Sql, seq: number, limit: number): Generator<LoggedChange> {
  let left = limit;
  let at = seq;
  let step = FIRST_STEP;
  while (left > 0) {
    const runs = sql.all<RunRow>(AFTER, at, Math.min(left, step));
    // no more than are needed, if those that follow are as long
    step = Math.min(
      STEP,
      Math.ceil((left * runs.length) / runs.reduce((sum, { count }) => sum + count, 1)) + 1,
    );
    for (const run of runs) {
      const changes = changesOf(run, Math.max(0, at + 1 - firstSeq(run))).slice(0, left);
      yield* changes;
      left -= changes.length;
      at = run.last;
    }
    if (runs.length === 0) return;
  }
}

export function changesAt(sql: Sql, seqs: readonly number[]): LoggedChange[] {
  let run: RunRow | undefined;
  const found: LoggedChange[] = [];
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    if (!run || seq > run.last || seq < firstSeq(run)) run = sql.get<RunRow>(HOLDING, seq);
    const [change] = run && seq >= firstSeq(run) ? oneOf(run, seq - firstSeq(run)) : [];
    if (change) found.push(change);
  }
  return found;
}

/** Only the one that is asked for is read. */
function oneOf(run: RunRow, index: number): LoggedChange[] {
  const body = bodiesOf(run.bodies, run.count)[index];
  if (!body) return [];
  const { document, client, receivedAt, receivedFrom } = run;
  const [seq, clock] = [firstSeq(run) + index, run.clock + index];
  return [{ seq, document, client, clock, change: readBody(body), body, receivedAt, receivedFrom }];
}

/** The run whose last change has this sequence number. */
export const runEnding = (sql: Sql, last: number): RunRow | undefined => sql.get<RunRow>(ENDING, last);

/** Runs of one client from the one that holds `clock` on. */
export const runsFrom = (
  sql: Sql,
  document: string,
  client: number,
  clock: number,
  limit: number,
): RunRow[] => sql.all<RunRow>(OF_CLIENT, document, client, clock, limit);

export function changeAtPlace(
  sql: Sql,
  document: string,
  client: number,
  clock: number,
): LoggedChange | undefined {
  const [run] = runsFrom(sql, document, client, clock, 1);
  const index = run ? clock - run.clock : -1;
  return run && index >= 0 && index < run.count ? oneOf(run, index)[0] : undefined;
}
