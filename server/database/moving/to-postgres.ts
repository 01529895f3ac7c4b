/** Copies everything from a SQLite database that nobody writes into PostgreSQL, and proves it. Cut short, it goes on where it was. */
import type { Client } from 'pg';
import type { PgPool } from '../postgres/pool';
import { chainAfter } from '../postgres/log/chain';
import { insertRuns, runsAfter, setHead, type Head, type PgRun } from '../postgres/log/run';
import { pgSqlOn, type Param, type PgSql } from '../postgres/sql';
import type { Sql } from '../sqlite/sql';
import { MOVING } from './marks';
import { differing, proofsOf, type TableProof } from './proof';
import { postgresSide, sqliteSide } from './sides';
import { counted, tables, type Side, type Table, type Value } from './tables';

/** Servers may use it from now on. */
export const endMove = (pool: PgPool): Promise<void> =>
  pool.write(undefined, (sql) => sql.run('DELETE FROM meta WHERE key = ?', MOVING));

/** PostgreSQL holds something that this move did not put there. */
export class TargetNotEmpty extends Error {}

/** `note`: progress, for a person. */
export async function copyToPostgres(
  pool: PgPool,
  sql: Sql,
  note: (line: string) => void,
): Promise<{ changes: number; proofs: TableProof[] }> {
  const client = await pool.lasting();
  try {
    const pg = pgSqlOn(client);
    await begin(pg, centralOf(sql));
    const changes = await copyLog(client, sql, note);
    await inTransaction(client, () => copyTables(pg, sqliteSide(sql), changes));
    const proofs = await prove(client, sql, changes);
    return { changes, proofs };
  } finally {
    await client.end().catch(() => undefined);
  }
}

const centralOf = (sql: Sql): string =>
  sql.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'central_id'`)?.value ?? '';

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Only an empty database is filled, or one that a move of the same central server began to fill. */
async function begin(pg: PgSql, centralId: string): Promise<void> {
  const begun = await pg.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', MOVING);
  if (begun?.value === centralId) return;
  const found = await pg.get<{ some: boolean }>(
    `SELECT (SELECT last FROM log_head) > 0 OR EXISTS (SELECT 1 FROM meta) OR EXISTS (SELECT 1 FROM staff_users)
       OR EXISTS (SELECT 1 FROM sites) OR EXISTS (SELECT 1 FROM client_ids) AS some`,
  );
  if (begun || found?.some !== false) throw new TargetNotEmpty('the database in PostgreSQL is not empty');
  await pg.run('INSERT INTO meta VALUES (?, ?)', MOVING, centralId);
}

interface SqliteRun extends Omit<PgRun, 'chain'> {
  bodies: Uint8Array;
}

const RUNS = `SELECT last, count, name AS document, client, clock, received_at AS receivedAt, received_from AS receivedFrom, bodies
  FROM log JOIN documents ON documents.id = log.document WHERE last > ? ORDER BY last LIMIT ?`;

/** Rows of the log of one transaction. */
const STEP = 1000;

/** Copies each row as it is, with the chain over it. Rows that are there already are proven by their chain, and not written again. */
async function copyLog(client: Client, sql: Sql, note: (line: string) => void): Promise<number> {
  const pg = pgSqlOn(client);
  const there = await pg.get<Head>('SELECT last, chain FROM log_head');
  let at: Head = { last: 0, chain: Buffer.alloc(0) };
  for (;;) {
    const runs = sql.all<SqliteRun>(RUNS, at.last, STEP);
    const chained: PgRun[] = [];
    for (const run of runs) {
      const chain = chainAfter(at.chain, run);
      at = { last: run.last, chain };
      chained.push({ ...run, chain });
    }
    const isThere = there !== undefined && at.last <= there.last;
    if (there && at.last === there.last && Buffer.compare(at.chain, there.chain) !== 0)
      throw new TargetNotEmpty('the database in PostgreSQL holds other changes');
    const lacking = isThere ? [] : chained.filter(({ last }) => last > (there?.last ?? 0));
    if (lacking.length > 0)
      await inTransaction(client, async () => {
        await insertRuns(pg, lacking);
        await setHead(pg, at);
      });
    note(`${at.last} changes`);
    if (runs.length < STEP) return at.last;
  }
}

/** All in one transaction: rows that an earlier try left are written again. */
async function copyTables(pg: PgSql, from: Side, seq: number): Promise<void> {
  for (const { name, leaves } of [...tables].reverse())
    await pg.run(`DELETE FROM ${name} ${leaves === undefined ? '' : `WHERE NOT (${leaves})`}`);
  for (const table of tables) await copyTable(pg, from, table);
  await pg.run('DELETE FROM placements');
  for (const [entity, id, store, position] of await from.placements())
    await pg.run(
      'INSERT INTO placements (entity_id, entity, store_id, position, seq) VALUES (?, ?, ?, ?, ?)',
      ...([id, entity, store, position, seq] as Param[]),
    );
  await pg.run('UPDATE v6_newest SET cursor = ?', await from.newestCursor());
  for (const [table, column] of counted)
    await pg.get(
      `SELECT setval(pg_get_serial_sequence(current_schema() || '.${table}', '${column}'), greatest(1, max(${column})), max(${column}) IS NOT NULL) FROM ${table}`,
    );
}

/** Rows of one statement. */
const AT_ONCE = 500;

async function copyTable(pg: PgSql, from: Side, table: Table): Promise<void> {
  let waiting: Value[][] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await pg.run(insertionOf(table, waiting.length), ...waiting.flat());
    waiting = [];
  };
  await from.rows(table, async (row) => {
    waiting.push(row);
    if (waiting.length === AT_ONCE) await write();
  });
  await write();
}

function insertionOf({ name, columns, position }: Table, rows: number): string {
  const all = [...columns, ...(position === undefined ? [] : [position])];
  const isInbox = name === 'v6_inbox';
  const data = all.indexOf('data');
  let count = 0;
  const row = (): string => {
    const first = count;
    count += all.length;
    const values = all.map((_, index) => `?${first + index + 1}`);
    return `(${[...values, ...(isInbox ? [`sha256(convert_to(?${first + data + 1}, 'UTF8'))`] : [])].join(', ')})`;
  };
  const names = [...all, ...(isInbox ? ['content'] : [])].join(', ');
  return `INSERT INTO ${name} (${names}) VALUES ${Array.from({ length: rows }, row).join(', ')}`;
}

/** Reads all of it back. */
async function prove(client: Client, sql: Sql, changes: number): Promise<TableProof[]> {
  const pg = pgSqlOn(client);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const ofSource = await proofsOf(sqliteSide(sql));
    const wrong = differing(ofSource, await proofsOf(postgresSide(client)));
    if (wrong.length > 0) throw new Error(`what was copied differs from what was there: ${wrong.join(', ')}`);
    const read = await chainThere(pg);
    const source = chainHere(sql);
    if (read.last !== changes || source.last !== changes || Buffer.compare(read.chain, source.chain) !== 0)
      throw new Error('the log that was copied is not what was there');
    return ofSource;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function chainThere(pg: PgSql): Promise<Head> {
  let at: Head = { last: 0, chain: Buffer.alloc(0) };
  for (;;) {
    const runs = await runsAfter(pg, at.last, STEP);
    for (const run of runs) at = { last: run.last, chain: chainAfter(at.chain, run) };
    if (runs.length < STEP) return at;
  }
}

function chainHere(sql: Sql): Head {
  let at: Head = { last: 0, chain: Buffer.alloc(0) };
  for (;;) {
    const runs = sql.all<SqliteRun>(RUNS, at.last, STEP);
    for (const run of runs) at = { last: run.last, chain: chainAfter(at.chain, run) };
    if (runs.length < STEP) return at;
  }
}
