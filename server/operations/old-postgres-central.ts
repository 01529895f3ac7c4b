/** The PostgreSQL database of an Open mSupply central server: read in one transaction that writes nothing, as it was at one moment. */
import pg from 'pg';
import { oldTables, type OldCentral, type OldRow, type OldValue } from '../v6/take-over/old-central';

/** Rows that are read at a time. */
const PAGE = 2000;

/** Types of columns by their number in PostgreSQL: a value of no such type stays the text that it is. */
const BOOL = 16;
const NUMBERS = new Set([20, 21, 23, 700, 701, 1700]);

const readBool = (text: string): OldValue => text === 't';
const readNumber = (text: string): OldValue => Number(text);
const readText = (text: string): OldValue => text;
const types = {
  getTypeParser: (type: number) => (type === BOOL ? readBool : NUMBERS.has(type) ? readNumber : readText),
} as pg.CustomTypesConfig;

/** Undefined: there is no database of an Open mSupply server. Rejects where it cannot be reached. */
export async function openOldPostgres(url: string): Promise<OldCentral | undefined> {
  const client = new pg.Client({ connectionString: url, types });
  // a connection that falls shows as an error of the query that it carried
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // a database may be set to write days in another order
    await client.query(`SET LOCAL datestyle TO 'ISO'`);
    const found = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
    );
    const tables = new Set(found.rows.map(({ name }) => name));
    if (oldTables.every((table) => tables.has(table))) return reading(client, tables);
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  return undefined;
}

const reading = (client: pg.Client, tables: ReadonlySet<string>): OldCentral => ({
  async *rows(table, only) {
    if (!tables.has(table)) return;
    // a column of a kind of its own holds only some words
    const where = only ? ` WHERE "${only.column}"::text = ${client.escapeLiteral(only.is)}` : '';
    await client.query(`DECLARE old_rows NO SCROLL CURSOR FOR SELECT * FROM "${table}"${where}`);
    try {
      for (;;) {
        const { rows } = await client.query<OldRow>(`FETCH ${PAGE} FROM old_rows`);
        yield* rows;
        if (rows.length < PAGE) return;
      }
    } finally {
      await client.query('CLOSE old_rows');
    }
  },
  row: async (table, id) =>
    tables.has(table)
      ? (await client.query<OldRow>(`SELECT * FROM "${table}" WHERE id = $1`, [id])).rows[0]
      : undefined,
  count: async (table) =>
    tables.has(table)
      ? ((await client.query<{ count: number }>(`SELECT count(*) AS count FROM "${table}"`)).rows[0]?.count ??
        0)
      : 0,
  close: () => client.end(),
});
