/**
 * The database of a site, as strict as a real one: the columns that may not be null, the unique names and codes, the
 * references, the rows that every installation is born with. Rows are overwritten whole.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { shapesOf, type Field, type Kind } from './shapes';
import { isFrom } from './versions';

interface Table {
  columns: string[];
  notNull: string[];
  references: Record<string, string>;
  unique?: string[][];
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const tables = JSON.parse(read('tables.json')) as Record<string, Record<string, Table>>;
export const bornRows = read('born.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown> & { table: string; id: string });

/** Tables that come to a site from the older server, of which only the ids matter here. */
const byV5 = ['store', 'name_link', 'item_link', 'location', 'cold_storage_type', 'location_type'] as const;
export type ByV5 = (typeof byV5)[number];

const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?$/;
const dates = /^\d{4}-\d\d-\d\d$/;

const isKind = (kind: Kind, value: unknown): boolean => {
  if (typeof kind !== 'string') return kind.includes(String(value));
  if (kind === 'bool') return typeof value === 'boolean';
  if (kind === 'real') return typeof value === 'number';
  if (kind === 'whole') return Number.isSafeInteger(value);
  if (typeof value !== 'string') return false;
  return kind === 'text' || (kind === 'time' ? times : dates).test(value);
};

const toSql = (value: unknown): string | number | null =>
  typeof value === 'boolean'
    ? Number(value)
    : typeof value === 'number' || value === null || value === undefined
      ? (value ?? null)
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);

export class SiteDatabase {
  readonly #db = new DatabaseSync(':memory:');
  readonly #tables: Record<string, Table>;
  readonly #shapes: Map<string, Field[]>;
  /** stores come by the older API alone; else every store that is named is there */
  knowsStores = false;

  constructor(private readonly version: string) {
    this.#tables = tablesOf(version);
    this.#shapes = shapesOf(version);
    this.#db.exec('PRAGMA foreign_keys = ON');
    for (const name of byV5) this.#db.exec(`CREATE TABLE "${name}" (id TEXT PRIMARY KEY)`);
    for (const [name, table] of Object.entries(this.#tables)) this.#db.exec(createOf(name, table));
    for (const { table, ...row } of bornRows) {
      const columns = this.#tables[table]?.columns ?? [];
      if (this.#isBorn(row))
        this.#insert(table, Object.fromEntries(columns.map((column) => [column, row[column]])));
    }
  }

  /** in the order in which they are integrated */
  get known(): string[] {
    return [...this.#shapes.keys()];
  }

  /** of a record of this version */
  fieldsOf(table: string): Set<string> {
    return new Set(this.#shapes.get(table)?.map(({ name }) => name));
  }

  /** Adds a record that the older server has brought. */
  add(table: ByV5, id: string): void {
    this.#db.prepare(`INSERT OR IGNORE INTO "${table}" VALUES (?)`).run(id);
  }

  /** Stores a record of the wire; returns why it cannot, or undefined. */
  put(table: string, data: Record<string, unknown>): string | undefined {
    const shape = this.#shapes.get(table);
    if (!shape) return `no translator for ${table} in ${this.version}`;
    for (const { name, kind, isOptional } of shape) {
      const value = data[name] ?? null;
      if (value === null && !isOptional) return `${name} is missing`;
      if (value !== null && !isKind(kind, value)) return `${name} cannot be ${JSON.stringify(value)}`;
    }
    if (!this.knowsStores && typeof data['store_id'] === 'string') this.add('store', data['store_id']);
    const local = localOf(table);
    const said = shape.filter(({ name, column }) => !(column in local) || data[name] !== undefined);
    const own = Object.fromEntries(said.map(({ name, column }) => [column, data[name]]));
    try {
      this.#insert(table, { ...local, ...own });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : 'unknown';
    }
  }

  remove(table: string, id: string): string | undefined {
    if (table !== 'asset_internal_location') return `nothing of ${table} can be deleted at a site`;
    this.#db.prepare(`DELETE FROM "${table}" WHERE id = ?`).run(id);
    return undefined;
  }

  /** All rows as another has them. */
  become(other: SiteDatabase): void {
    this.knowsStores = other.knowsStores;
    this.#db.exec('PRAGMA foreign_keys = OFF');
    for (const table of [...byV5, ...Object.keys(this.#tables)])
      for (const row of other.#db.prepare(`SELECT * FROM "${table}"`).all()) {
        const columns = Object.keys(row);
        const names = columns.map((column) => `"${column}"`).join(', ');
        const values = columns.map((column) => toSql(row[column]));
        this.#db
          .prepare(
            `INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
          )
          .run(...values);
      }
    this.#db.exec('PRAGMA foreign_keys = ON');
  }

  row(table: string, id: string): Record<string, unknown> | undefined {
    return this.#db.prepare(`SELECT * FROM "${table}" WHERE id = ?`).get(id);
  }

  count(table: string): number {
    return Number(this.#db.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.['n']);
  }

  #isBorn(row: Record<string, unknown>): boolean {
    return row['value_type'] !== 'DATE' || isFrom(18, this.version);
  }

  #insert(table: string, row: Record<string, unknown>): void {
    const columns = (this.#tables[table]?.columns ?? []).filter((column) => column in row);
    const names = columns.map((column) => `"${column}"`).join(', ');
    const set = columns.map((column) => `"${column}" = excluded."${column}"`).join(', ');
    this.#db
      .prepare(
        `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})
         ON CONFLICT (id) DO UPDATE SET ${set}`,
      )
      .run(...columns.map((column) => toSql(row[column])));
  }
}

/** The fields of a file that a site keeps for itself. */
const localOf = (table: string): Record<string, unknown> =>
  table === 'sync_file_reference'
    ? { uploaded_bytes: 0, downloaded_bytes: 0, retries: 0, direction: 'DOWNLOAD', status: 'NEW' }
    : {};

/** Of the two versions that were seen, the nearer one, less the tables and fields that came later. */
function tablesOf(version: string): Record<string, Table> {
  const seen = structuredClone(tables[isFrom(16, version) ? '2.19.0' : '2.6.5'] ?? {});
  if (isFrom(8, version)) seen['item_variant'] = structuredClone(tables['2.19.0']?.['item_variant'] as Table);
  if (!isFrom(16, version) && seen['item_variant'])
    seen['item_variant'] = renamed(seen['item_variant'], 'location_type', 'cold_storage_type');
  if (!isFrom(18, version) && seen['asset_log']) {
    const { columns, notNull } = seen['asset_log'];
    seen['asset_log'].columns = columns.filter((column) => column !== 'created_datetime');
    seen['asset_log'].notNull = notNull.filter((column) => column !== 'created_datetime');
  }
  if (!isFrom(4, version)) {
    delete seen['item_variant'];
    delete seen['packaging_variant'];
    const columns = ['id', 'item_id', 'short_name', 'long_name', 'pack_size', 'is_active'];
    seen['pack_variant'] = { columns, notNull: columns, references: { item_id: 'item_link' } };
  }
  return seen;
}

const renamed = (table: Table, from: string, to: string): Table =>
  JSON.parse(JSON.stringify(table).replaceAll(from, to)) as Table;

function createOf(name: string, { columns, notNull, references, unique = [] }: Table): string {
  const lines = columns.map((column) => {
    const isNotNull = notNull.includes(column) ? ' NOT NULL' : '';
    const target = references[column];
    return `"${column}"${column === 'id' ? ' TEXT PRIMARY KEY' : ''}${isNotNull}${target ? ` REFERENCES "${target}" (id)` : ''}`;
  });
  const uniques = unique.map((fields) => `UNIQUE (${fields.map((field) => `"${field}"`).join(', ')})`);
  return `CREATE TABLE "${name}" (${[...lines, ...uniques].join(', ')})`;
}
