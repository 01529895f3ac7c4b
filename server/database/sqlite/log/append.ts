/** Appends changes to the log: one row for those of a client that come together. */
import type { NewChange } from '../../port/changes';
import type { Sql } from '../sql';
import { encodeRun } from './run';
import { RUN } from './runs';

const INSERT = `INSERT INTO log (last, count, document, client, clock, received_at, received_from, bodies)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** What of a change the log keeps; the rest is in its bytes. */
export type Appended = Omit<NewChange, 'change'>;

export const lastSeq = (sql: Sql): number =>
  sql.get<{ seq: number }>('SELECT coalesce(max(last), 0) AS seq FROM log')?.seq ?? 0;

/** `numberOf`: the number of a document. The first change takes the sequence number after `seq`. */
export function appendRuns(
  sql: Sql,
  changes: readonly Appended[],
  seq: number,
  numberOf: (document: string) => number,
): void {
  let last = seq;
  for (const run of runsOf(changes)) {
    const [{ document, client, clock, receivedAt, receivedFrom }] = run;
    last += run.length;
    const bodies = encodeRun(run.map(({ body }) => body));
    const place = [numberOf(document), client, clock] as const;
    sql.run(INSERT, last, run.length, ...place, receivedAt, receivedFrom, bodies);
  }
}

export type Run = [Appended, ...Appended[]];

/** What follows each other in one document, by one client, that came together. */
export function runsOf(changes: readonly Appended[]): Run[] {
  const runs: Run[] = [];
  for (const one of changes) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && run.length < RUN && follows(last, one)) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

const follows = (a: Appended, b: Appended): boolean =>
  a.document === b.document &&
  a.client === b.client &&
  a.clock + 1 === b.clock &&
  a.receivedAt === b.receivedAt &&
  a.receivedFrom === b.receivedFrom;
