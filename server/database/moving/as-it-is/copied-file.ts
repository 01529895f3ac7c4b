/** A SQLite file with the tables of PostgreSQL as they are, and the proof of it. */
import * as z from 'zod';
import { openForReading } from '../../sqlite/connection';
import { rowsDigest, type AnyRow } from './rows-digest';
import { quoted, STEP } from './tables-there';

const copiedTable = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number(),
  digest: z.string(),
  /** by column: the number that was given last, and whether it was given at all */
  counters: z.array(z.object({ column: z.string(), last: z.string(), isGiven: z.boolean() })),
});

export const copiedTables = z.array(copiedTable);

export type CopiedTable = z.infer<typeof copiedTable>;

type Connection = Awaited<ReturnType<typeof openForReading>>;

/** The tables in which the file is not what was copied. */
export async function damagedIn(path: string, copied: readonly CopiedTable[]): Promise<string[]> {
  const connection = await openForReading(path);
  try {
    return copied.flatMap(({ name, rows, digest }) => {
      const found = rowsDigest();
      for (const some of pagesOf(connection, name)) for (const row of some) found.add(row);
      const result = found.result();
      return result.rows === rows && result.digest === digest ? [] : [name];
    });
  } finally {
    connection.close();
  }
}

export function* pagesOf(connection: Connection, table: string): Generator<AnyRow[]> {
  const page = connection.prepare(
    `SELECT rowid AS "row number", * FROM ${quoted(table)} WHERE rowid > ? ORDER BY rowid LIMIT ${STEP}`,
  );
  for (let last = 0; ;) {
    const found = page.all(last) as Record<string, AnyRow[number]>[];
    yield found.map((row) => Object.values(row).slice(1));
    if (found.length < STEP) return;
    last = Number(found.at(-1)?.['row number']);
  }
}
