/**
 * Copies everything from PostgreSQL into a new SQLite file: one state of it, however much is written meanwhile. `backup` and a move back
 * both use it.
 */
import type { Client } from 'pg';
import type { PgPool } from '../postgres/pool';
import { chainAfter } from '../postgres/log/chain';
import { changesIn, runsAfter, type Head, type PgRun } from '../postgres/log/run';
import { pgSqlOn } from '../postgres/sql';
import { openSqliteDatabase, type SqliteDatabase } from '../sqlite/open-database';
import { removeRows } from '../sqlite/rows/rows-file';
import { rowsPathOf } from '../sqlite/rows/open-rows';
import type { Param, Sql } from '../sqlite/sql';
import { differing, proofsOf, type TableProof } from './proof';
import { postgresSide, sqliteSide } from './sides';
import { tables, type Side, type Table } from './tables';

interface CopiedDatabase {
  /** of the log */
  changes: number;
  proofs: TableProof[];
}

/** Rejects when the copy differs from its source; `path` must not be there. The next process that opens the copy makes the rows again. */
export async function copyToSqlite(pool: PgPool, path: string): Promise<CopiedDatabase> {
  const client = await pool.lasting();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const database = await openSqliteDatabase({ path });
    try {
      return await copy(client, database);
    } finally {
      await database.close();
      removeRows(rowsPathOf(path));
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function copy(client: Client, database: SqliteDatabase): Promise<CopiedDatabase> {
  const changes = await copyLog(client, database);
  const from = postgresSide(client);
  await database.file.write((sql) => copyTables(from, sql));
  const there = await proofsOf(from);
  const here = await proofsOf(sqliteSide(database.file.read((sql) => sql)));
  const wrong = differing(there, here);
  if (wrong.length > 0) throw new Error(`what was copied differs from what was there: ${wrong.join(', ')}`);
  return { changes, proofs: here };
}

/** Rows of the log at once. */
const STEP = 500;

const copyLog = (client: Client, database: SqliteDatabase): Promise<number> =>
  readLog(client, (runs) => database.transaction((tx) => tx.changes.insertChanges(runs.flatMap(changesIn))));

/** Reads the whole log. Rejects with its fault; returns the number of its changes. */
export async function proveLog(pool: PgPool): Promise<number> {
  const client = await pool.lasting();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await readLog(client, () => Promise.resolve());
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Each row is proven by the chain before it is believed. */
async function readLog(client: Client, take: (runs: readonly PgRun[]) => Promise<void>): Promise<number> {
  const sql = pgSqlOn(client);
  const head = await sql.get<Head>('SELECT last, chain FROM log_head');
  let at: Head = { last: 0, chain: Buffer.alloc(0) };
  while (head && at.last < head.last) {
    const runs = await runsAfter(sql, at.last, STEP, head.last);
    if (runs.length === 0) break;
    for (const run of runs) {
      const chain = chainAfter(at.chain, run);
      if (run.last - run.count !== at.last || Buffer.compare(chain, run.chain) !== 0)
        throw new Error(`the log in PostgreSQL is damaged at change ${run.last}`);
      at = { last: run.last, chain };
    }
    await take(runs);
  }
  if (!head || at.last !== head.last || Buffer.compare(at.chain, head.chain) !== 0)
    throw new Error('the log in PostgreSQL is not whole');
  return at.last;
}

async function copyTables(from: Side, sql: Sql): Promise<void> {
  for (const table of tables) {
    sql.run(`DELETE FROM ${table.name}`);
    const text = insertionOf(table);
    await from.rows(table, (row) => sql.run(text, ...(row as Param[])));
  }
  for (const [entity, id, store, position] of (await from.placements()) as Param[][])
    sql.run(
      'INSERT OR IGNORE INTO placements (entity_id, entity, store_id, position) VALUES (?, ?, ?, ?)',
      ...[id ?? null, entity ?? null, store ?? null, position ?? null],
    );
  const newest = await from.newestCursor();
  sql.run(`DELETE FROM sqlite_sequence WHERE name = 'v6_log'`);
  if (newest > 0) sql.run(`INSERT INTO sqlite_sequence (name, seq) VALUES ('v6_log', ?)`, newest);
}

function insertionOf({ name, columns, position }: Table): string {
  const all = [...columns, ...(position === undefined ? [] : ['rowid'])];
  return `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`;
}
