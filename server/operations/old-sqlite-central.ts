/** The SQLite file of an Open mSupply central server. */
import { setImmediate } from 'node:timers/promises';
import { openForReading, type Connection } from '../database/sqlite/connection';
import { oldTables, type OldCentral, type OldRow } from '../v6/take-over/old-central';

/** Rows that are read at a time. */
const PAGE = 2000;

/** Undefined: the file is no database of an Open mSupply server. Rejects where it cannot be read. */
export async function openOldCentral(path: string): Promise<OldCentral | undefined> {
  const database = await openForReading(path);
  try {
    const names = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const tables = new Set((names as { name: string }[]).map(({ name }) => name));
    if (oldTables.every((table) => tables.has(table))) return reading(database, tables);
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

const reading = (database: Connection, tables: ReadonlySet<string>): OldCentral => ({
  async *rows(table, only) {
    if (!tables.has(table)) return;
    const page = database.prepare(
      `SELECT rowid AS place, * FROM "${table}" WHERE rowid > ?${only ? ` AND "${only.column}" = ?` : ''} ORDER BY rowid LIMIT ${PAGE}`,
    );
    let last = -1;
    for (;;) {
      const rows = page.all(last, ...(only ? [only.is] : [])) as (OldRow & { place: number })[];
      // a turn for others: the table is long
      await setImmediate();
      for (const { place, ...row } of rows) {
        last = place;
        yield row;
      }
      if (rows.length < PAGE) return;
    }
  },
  row: async (table, id) =>
    tables.has(table)
      ? (database.prepare(`SELECT * FROM "${table}" WHERE id = ?`).get(id) as OldRow | undefined)
      : undefined,
  count: async (table) => {
    if (!tables.has(table)) return 0;
    return (database.prepare(`SELECT count(*) AS count FROM "${table}"`).get() as { count: number }).count;
  },
  close: async () => database.close(),
});
