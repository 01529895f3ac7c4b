/** Puts tables that were copied as they are back into PostgreSQL. */
import type { ClientBase } from 'pg';
import { openForReading } from '../../sqlite/connection';
import { pagesOf, type CopiedTable } from './copied-file';
import { rowsDigest } from './rows-digest';
import { columnsOf, eachRow, quoted } from './tables-there';

type Connection = Awaited<ReturnType<typeof openForReading>>;

/**
 * Fills the tables, which are there as the steps of that version make them, and proves that they hold what was copied. In a transaction
 * of the caller's.
 */
export async function copyIn(
  client: ClientBase,
  path: string,
  copied: readonly CopiedTable[],
): Promise<void> {
  const connection = await openForReading(path);
  try {
    // rows that the steps themselves made
    for (const { name } of [...copied].reverse()) await client.query(`DELETE FROM ${quoted(name)}`);
    for (const table of copied) await fillTable(client, connection, table);
  } finally {
    connection.close();
  }
  for (const table of copied) await demandSame(client, table);
}

async function fillTable(client: ClientBase, from: Connection, table: CopiedTable): Promise<void> {
  const name = quoted(table.name);
  // what they would count is copied as well
  await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  for (const rows of pagesOf(from, table.name))
    if (rows.length > 0) await client.query(insertionOf(table, rows.length), rows.flat());
  await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  for (const { column, last, isGiven } of table.counters)
    await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3, $4)', [
      name,
      column,
      last,
      isGiven,
    ]);
}

function insertionOf({ name, columns }: CopiedTable, rows: number): string {
  const width = columns.length;
  const values = Array.from(
    { length: rows },
    (_, row) => `(${columns.map((_column, index) => `$${row * width + index + 1}`).join(', ')})`,
  );
  return `INSERT INTO ${quoted(name)} (${columns.map(quoted).join(', ')}) VALUES ${values.join(', ')}`;
}

async function demandSame(client: ClientBase, { name, rows, digest }: CopiedTable): Promise<void> {
  const found = rowsDigest();
  await eachRow(client, name, await columnsOf(client, name), (row) => found.add(row));
  const result = found.result();
  if (result.rows !== rows || result.digest !== digest)
    throw new Error(`the table ${name} differs from the copy of it`);
}
