/** Both databases, as they are read for a move. */
import type { ClientBase } from 'pg';
import type { Sql } from '../sqlite/sql';
import { selected, type Side, type Table, type Value } from './tables';

/** Rows read at once. */
const STEP = 2000;

const whereOf = ({ leaves }: Table): string => (leaves === undefined ? '' : `WHERE NOT (${leaves})`);

const PLACEMENTS = `SELECT entity, entity_id, store_id, position FROM placements ORDER BY entity, entity_id, position`;

export function sqliteSide(sql: Sql): Side {
  const valuesOf = (row: Record<string, Value>): Value[] => Object.values(row);
  return {
    rows: async (table, each) => {
      const text = `SELECT ${selected(table, 'rowid')} FROM ${table.name} ${whereOf(table)} ORDER BY ${table.key.join(', ')} LIMIT ? OFFSET ?`;
      for (let from = 0; ; from += STEP) {
        const found = sql.all<Record<string, Value>>(text, STEP, from);
        for (const row of found) await each(valuesOf(row));
        if (found.length < STEP) return;
      }
    },
    placements: () => Promise.resolve(sql.all<Record<string, Value>>(PLACEMENTS).map(valuesOf)),
    newestCursor: () =>
      Promise.resolve(
        sql.get<{ seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'v6_log'`)?.seq ?? 0,
      ),
  };
}

/** In one transaction of the caller's, which sees one state from beginning to end. */
export function postgresSide(client: ClientBase): Side {
  const read = async (text: string, params: unknown[] = []): Promise<Value[][]> =>
    (await client.query({ text, values: params, rowMode: 'array' })).rows as Value[][];
  return {
    rows: async (table, each) => {
      const name = 'rows_to_copy';
      await client.query(
        `DECLARE ${name} NO SCROLL CURSOR FOR SELECT ${selected(table, 'position')} FROM ${table.name} ${whereOf(table)} ORDER BY ${table.key.join(', ')}`,
      );
      for (;;) {
        const found = await read(`FETCH ${STEP} FROM ${name}`);
        for (const row of found) await each(row);
        if (found.length < STEP) break;
      }
      await client.query(`CLOSE ${name}`);
    },
    placements: () => read(PLACEMENTS),
    newestCursor: async () => Number((await read('SELECT cursor FROM v6_newest'))[0]?.[0] ?? 0),
  };
}
