/** The database of an Open mSupply central server, made of the tables that real ones have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { readConfig } from '../../server/config';
import { takeOverCommand } from '../../server/operations/take-over-command';
import { newPostgresUrl } from '../support/postgres';
import { bornRows } from './site/database';

interface Table {
  columns: string[];
}
const tables = JSON.parse(readFileSync(join(import.meta.dirname, 'site/tables.json'), 'utf8')) as Record<
  string,
  Record<string, Table>
>;
export const AT = '2024-03-05 07:00:00.123456';
export const born = {
  asset_class_id: 'fad280b6-8384-41af-84cf-c7b6b4526ef0',
  asset_category_id: '02cbea92-d5bf-4832-863b-c04e093a7760',
  asset_catalogue_type_id: '4d7302b8-e47b-42fd-ac5e-4645376aa349',
};

export type Rows = [table: string, row: Record<string, unknown>][];

export interface OldOptions {
  where?: 'SQLite' | 'PostgreSQL';
  /** columns that the version has besides */
  more?: Record<string, readonly string[]>;
  /** columns that the version lacks */
  without?: readonly string[];
}

/** As a server of that version holds it: all its tables, the rows that it is born with, and `rows`. Returns its path or address. */
export const oldServer = (
  folder: string,
  version: string,
  rows: Rows,
  { where = 'SQLite', more = {}, without = [] }: OldOptions = {},
): string | Promise<string> => {
  const known: Record<string, Table> = {
    name_link: { columns: ['id', 'name_id'] },
    // its own log of changes, as its source has it
    changelog: { columns: ['cursor', 'table_name', 'record_id', 'row_action', 'store_id'] },
  };
  for (const [name, { columns }] of Object.entries(tables[version] ?? {}))
    known[name] = {
      columns: [...columns.filter((column) => !without.includes(column)), ...(more[name] ?? [])],
    };
  return where === 'SQLite'
    ? oldSqlite(join(folder, `old-${version}.sqlite`), known, rows)
    : oldPostgres(known, rows);
};

const keyOf = (columns: readonly string[]): string => (columns.includes('id') ? 'id' : (columns[0] ?? ''));

const allRows = (rows: Rows): Rows => [
  ...bornRows.map(({ table, ...row }): [string, Record<string, unknown>] => [table, row]),
  ...rows,
];

function oldSqlite(path: string, known: Record<string, Table>, rows: Rows): string {
  const database = new DatabaseSync(path);
  database.exec('BEGIN');
  for (const [name, { columns }] of Object.entries(known))
    database.exec(
      `CREATE TABLE "${name}" (${columns.map((column) => `"${column}"`).join(', ')}, PRIMARY KEY (${keyOf(columns)}))`,
    );
  for (const [table, row] of allRows(rows)) {
    const columns = (known[table]?.columns ?? []).filter((column) => column in row);
    database
      .prepare(
        `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(...columns.map((column) => sqlValue(row[column])));
  }
  database.exec('COMMIT');
  database.close();
  return path;
}

const flags = ['needs_replacement', 'comments_required', 'is_active'];
const numbers = [
  'cursor',
  'total_bytes',
  'uploaded_bytes',
  'downloaded_bytes',
  'retries',
  'packaging_level',
  'pack_size',
];
const typeOf = (column: string): string =>
  flags.includes(column)
    ? 'BOOLEAN'
    : numbers.includes(column)
      ? 'INTEGER'
      : column.endsWith('_datetime')
        ? 'TIMESTAMP'
        : /_date$|^warranty_/.test(column)
          ? 'DATE'
          : 'TEXT';

/** The same with the types of columns that such a server has in PostgreSQL: flags, times and days of their own. */
async function oldPostgres(known: Record<string, Table>, rows: Rows): Promise<string> {
  const url = await newPostgresUrl();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const [name, { columns }] of Object.entries(known))
    await client.query(
      `CREATE TABLE "${name}" (${columns.map((column) => `"${column}" ${typeOf(column)}`).join(', ')}, PRIMARY KEY (${keyOf(columns)}))`,
    );
  for (const [table, row] of allRows(rows)) {
    const columns = (known[table]?.columns ?? []).filter((column) => column in row);
    const values = columns.map((column) =>
      flags.includes(column) ? Boolean(row[column]) : sqlValue(row[column]),
    );
    await client.query(
      `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')})
       VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      values,
    );
  }
  await client.end();
  return url;
}

const sqlValue = (value: unknown): string | number | null =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'object' && value !== null
      ? JSON.stringify(value)
      : ((value ?? null) as string | number | null);

export const asset = (id: string, store_id: string | null, more: Record<string, unknown> = {}) =>
  [
    'asset',
    { id, store_id, asset_number: id, ...born, created_datetime: AT, modified_datetime: AT, ...more },
  ] as [string, Record<string, unknown>];

/** The command, in this process. */
export async function takeOver(dataDir: string, path: string, files?: string, environment = {}) {
  const read = readConfig({ DATA_DIR: dataDir, WAYPOST_STARTER_DATA: 'none', ...environment });
  if (!read.ok) throw new Error(read.line);
  const notes: string[] = [];
  const given = {
    config: read.config,
    words: [path, ...(files ? [files] : [])],
    back: false,
    passphrase: undefined,
  };
  const { lines, data } = await takeOverCommand.run({
    ...given,
    now: Date.now,
    note: (line: string) => void notes.push(line),
  });
  return { lines, data, notes };
}
