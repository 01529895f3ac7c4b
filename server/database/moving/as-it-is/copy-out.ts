/**
 * PostgreSQL's tables as they are, of whatever version, into a SQLite file: every column of every row, and the state of every counter.
 * A backup reads the tables of this version alone; this is read before a migration, and put back when it was a mistake.
 */
import type { ClientBase } from 'pg';
import { openConnection } from '../../sqlite/connection';
import type { CopiedTable } from './copied-file';
import { rowsDigest } from './rows-digest';
import { columnsOf, eachRow, quoted, type Column } from './tables-there';

type Connection = Awaited<ReturnType<typeof openConnection>>;

/** Copies those of the tables that are there. In a transaction of the caller's, which sees one state; `path` must not be there. */
export async function copyOut(
  client: ClientBase,
  tables: readonly string[],
  path: string,
): Promise<CopiedTable[]> {
  const connection = await openConnection(path, 'NORMAL');
  try {
    const copied: CopiedTable[] = [];
    for (const name of tables)
      if (await isThere(client, name)) copied.push(await copyTable(client, name, connection));
    // one file, with no journal beside it
    connection.exec('PRAGMA journal_mode = DELETE');
    return copied;
  } finally {
    connection.close();
  }
}

const isThere = async (client: ClientBase, name: string): Promise<boolean> =>
  (await client.query('SELECT to_regclass($1) IS NOT NULL AS yes', [quoted(name)])).rows.some(
    (row: { yes: boolean }) => row.yes,
  );

async function copyTable(client: ClientBase, name: string, to: Connection): Promise<CopiedTable> {
  const columns = await columnsOf(client, name);
  const names = columns.map((column) => quoted(column.name)).join(', ');
  to.exec(`CREATE TABLE ${quoted(name)} (${names}); BEGIN`);
  const insert = to.prepare(`INSERT INTO ${quoted(name)} VALUES (${columns.map(() => '?').join(', ')})`);
  const digest = rowsDigest();
  await eachRow(client, name, columns, (row) => {
    digest.add(row);
    insert.run(...row);
  });
  to.exec('COMMIT');
  return {
    name,
    columns: columns.map((column) => column.name),
    ...digest.result(),
    counters: await countersOf(client, name, columns),
  };
}

async function countersOf(
  client: ClientBase,
  table: string,
  columns: readonly Column[],
): Promise<CopiedTable['counters']> {
  const counters: CopiedTable['counters'] = [];
  for (const { name } of columns.filter(({ isCounted }) => isCounted)) {
    const of = await client.query<{ counter: string }>('SELECT pg_get_serial_sequence($1, $2) AS counter', [
      quoted(table),
      name,
    ]);
    const { rows } = await client.query<{ last: string; isGiven: boolean }>(
      `SELECT last_value::text AS last, is_called AS "isGiven" FROM ${of.rows[0]?.counter}`,
    );
    for (const row of rows) counters.push({ column: name, ...row });
  }
  return counters;
}
