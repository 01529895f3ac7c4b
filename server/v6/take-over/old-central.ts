/** The database of an Open mSupply central server, to be read alone. Its tables have the columns that its sites have too. */
export type OldValue = string | number | boolean | null | undefined;
export type OldRow = Record<string, OldValue>;

export interface OldCentral {
  /** The number of rows of a table. */
  count(table: string): Promise<number>;
  /** The rows of a table, each once, or those with a text in a column; none where the version has no such table. One table at a time. */
  rows(table: string, only?: OnlyRows): AsyncIterable<OldRow>;
  row(table: string, id: string): Promise<OldRow | undefined>;
  close(): Promise<void>;
}

export interface OnlyRows {
  column: string;
  is: string;
}

/** The tables that every such server has had since 2.0. */
export const oldTables = ['asset', 'asset_log', 'asset_class', 'sync_file_reference'];

/** The text in a column; undefined where there is none. */
export const textIn = (value: OldValue): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
