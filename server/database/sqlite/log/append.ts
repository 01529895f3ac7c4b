/** Appends changes to the log: one row for those of a client that come together. */
import { runsOf, type Run } from '#shared/change/runs';
import type { NewChange } from '../../port/changes';
import type { Sql } from '../sql';
import { encodeRun } from './run';
import { RUN } from './runs';

const INSERT = `INSERT INTO log (last, count, document, client, clock, received_at, received_from, bodies)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** The parts of a change that the log keeps in columns; the rest is in its bytes. */
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
  for (const run of rowsOf(changes)) {
    const [{ document, client, clock, receivedAt, receivedFrom }] = run;
    last += run.length;
    const bodies = encodeRun(run.map(({ body }) => body));
    const place = [numberOf(document), client, clock] as const;
    sql.run(INSERT, last, run.length, ...place, receivedAt, receivedFrom, bodies);
  }
}

/** Changes as the rows of a log: each holds the run of one sender, received at one time. */
export const rowsOf = <C extends Appended>(changes: readonly C[]): Run<C>[] => runsOf(changes, isOfRow);

const isOfRow = (run: Run<Appended>, next: Appended): boolean =>
  run.length < RUN &&
  run[0].document === next.document &&
  run[0].receivedAt === next.receivedAt &&
  run[0].receivedFrom === next.receivedFrom;
