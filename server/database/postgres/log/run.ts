/** Rows of the log in PostgreSQL: runs, as the SQLite log has them. */
import type { LoggedChange, NewChange } from '../../port/changes';
import { rowsOf } from '../../sqlite/log/append';
import { bodiesOf, encodeRun } from '../../sqlite/log/run';
import { changesOf } from '../../sqlite/log/runs';
import type { Param, PgSql } from '../sql';
import { newsOf } from '../others/news';
import { chainAfter } from './chain';

export interface PgRun {
  /** the sequence number of its last change */
  last: number;
  count: number;
  document: string;
  client: number;
  /** of its first change */
  clock: number;
  receivedAt: string;
  receivedFrom: string;
  /** over this row and all before it */
  chain: Uint8Array;
  bodies: Uint8Array;
}

/** The end of the log. */
export interface Head {
  last: number;
  chain: Uint8Array;
}

const COLUMNS = `last, count, document, client, clock, received_at AS "receivedAt", received_from AS "receivedFrom", chain, bodies`;

/** Up to `limit` rows after `seq`, none beyond `to`: rows appended meanwhile are no part of the request. */
export const runsAfter = (
  sql: PgSql,
  seq: number,
  limit: number,
  to = Number.MAX_SAFE_INTEGER,
): Promise<PgRun[]> =>
  sql.all<PgRun>(
    `SELECT ${COLUMNS} FROM log WHERE last > ? AND last <= ? ORDER BY last LIMIT ?`,
    ...[seq, to, limit],
  );

/** An entity that lies in several stores, as the log was when it came to this one. */
export interface Placement {
  entity: string;
  id: string;
  storeId: string;
  seq: number;
}

/** What follows a change of the log: its rows, and the placements that belong to them, and perhaps to later ones. */
export interface Tail {
  runs: PgRun[];
  placements: Placement[];
}

const PLACEMENTS = `SELECT entity, entity_id AS id, store_id AS "storeId", seq FROM placements WHERE seq > ?1
  AND seq <= (SELECT max(last) FROM (SELECT last FROM log WHERE last > ?1 AND last <= ?2 ORDER BY last LIMIT ?3) AS runs)
  ORDER BY seq, position`;

/** As `runsAfter`, with placements, in one go. Rows that come between the two are asked for next time. */
export async function tailAfter(sql: PgSql, seq: number, limit: number, to: number): Promise<Tail> {
  const [runs, placements] = await Promise.all([
    runsAfter(sql, seq, limit, to),
    sql.all<Placement>(PLACEMENTS, seq, to, limit),
  ]);
  return { runs, placements };
}

/** Bodies of one client from the clock at which a row begins, of some rows. */
export async function bodiesFrom(
  sql: PgSql,
  document: string,
  client: number,
  clock: number,
): Promise<Uint8Array[]> {
  const runs = await sql.all<Pick<PgRun, 'count' | 'bodies'>>(
    'SELECT count, bodies FROM log WHERE document = ? AND client = ? AND clock >= ? ORDER BY clock LIMIT 16',
    ...[document, client, clock],
  );
  return runs.flatMap(({ count, bodies }) => bodiesOf(bodies, count));
}

/** The chain at a row that ends with `seq`; undefined where no row does. */
export const chainAt = async (sql: PgSql, seq: number): Promise<Uint8Array | undefined> =>
  (await sql.get<{ chain: Uint8Array }>('SELECT chain FROM log WHERE last = ?', seq))?.chain;

export const changesIn = (run: PgRun): LoggedChange[] => changesOf(run);

/** Changes as rows that follow `head`. */
export function toRuns(changes: readonly NewChange[], head: Head): PgRun[] {
  let { last, chain } = head;
  return rowsOf(changes).map((run) => {
    const [{ document, client, clock, receivedAt, receivedFrom }] = run;
    last += run.length;
    const bodies = encodeRun(run.map(({ body }) => body));
    const row = { last, count: run.length, document, client, clock, receivedAt, receivedFrom, bodies };
    chain = chainAfter(chain, row);
    return { ...row, chain };
  });
}

/** Rows of one statement. */
const STEP = 500;
const PLACES = 9;
const ROW = `(${Array.from({ length: PLACES }, () => '?').join(', ')})`;

const insertion = (count: number): string =>
  `INSERT INTO log (last, count, document, client, clock, received_at, received_from, chain, bodies)
   VALUES ${Array.from({ length: count }, () => ROW).join(', ')}`;

const paramsOf = (runs: readonly PgRun[]): Param[] =>
  runs.flatMap((run): Param[] => [
    ...[run.last, run.count, run.document, run.client, run.clock],
    ...[run.receivedAt, run.receivedFrom, run.chain, run.bodies],
  ]);

const slicesOf = (runs: readonly PgRun[]): (readonly PgRun[])[] =>
  Array.from({ length: Math.ceil(runs.length / STEP) }, (_, index) =>
    runs.slice(index * STEP, (index + 1) * STEP),
  );

const insert = (sql: PgSql, runs: readonly PgRun[]): Promise<void> =>
  sql.run(insertion(runs.length), ...paramsOf(runs));

export async function insertRuns(sql: PgSql, runs: readonly PgRun[]): Promise<void> {
  for (const some of slicesOf(runs)) await insert(sql, some);
}

export const setHead = (sql: PgSql, { last, chain }: Head): Promise<void> =>
  sql.run('UPDATE log_head SET last = ?, chain = ?', last, chain);

/** Sends rows, the head that they lead to, and the news of it for all who listen on `channel`; all of it at once. */
export function sendRuns(
  sql: PgSql,
  runs: readonly PgRun[],
  { last, chain }: Head,
  channel: string,
): Promise<unknown>[] {
  const slices = slicesOf(runs);
  const end = slices.pop() ?? [];
  const text = `WITH added AS (${insertion(end.length)}), moved AS (UPDATE log_head SET last = ?, chain = ?)
    SELECT pg_notify(?, ?)`;
  return [
    ...slices.map((some) => insert(sql, some)),
    sql.run(text, ...paramsOf(end), last, chain, channel, newsOf(last)),
  ];
}
