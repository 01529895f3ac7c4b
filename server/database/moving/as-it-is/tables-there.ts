/** The tables of PostgreSQL as they are, of whatever version: their columns, and their rows as texts and bytes. */
import type { ClientBase } from 'pg';
import type { AnyRow } from './rows-digest';

/** Rows at once. */
export const STEP = 500;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export interface Column {
  name: string;
  isBytes: boolean;
  isCounted: boolean;
}

export async function columnsOf(client: ClientBase, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT attname AS name, atttypid = 'bytea'::regtype AS "isBytes", attidentity <> '' AS "isCounted"
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [quoted(table)],
  );
  return rows;
}

/** Bytes as they are, all else as PostgreSQL writes it. */
export async function eachRow(
  client: ClientBase,
  table: string,
  columns: readonly Column[],
  take: (row: AnyRow) => void,
): Promise<void> {
  const texts = columns.map(({ name, isBytes }) => `${quoted(name)}${isBytes ? '' : '::text'}`);
  await client.query(
    `DECLARE rows_as_they_are NO SCROLL CURSOR FOR SELECT ${texts.join(', ')} FROM ${quoted(table)}`,
  );
  for (;;) {
    const text = `FETCH ${STEP} FROM rows_as_they_are`;
    const { rows } = await client.query<(string | Buffer | null)[]>({ text, rowMode: 'array' });
    for (const row of rows) take(row.map(notEmpty));
    if (rows.length < STEP) break;
  }
  await client.query('CLOSE rows_as_they_are');
}

/** SQLite of some versions keeps no bytes as nothing at all; PostgreSQL reads an empty text as no bytes. */
const notEmpty = (value: string | Buffer | null): string | Buffer | null =>
  value?.length === 0 ? '' : value;
