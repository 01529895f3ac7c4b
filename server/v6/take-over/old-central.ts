/** The database of an Open mSupply central server, to be read alone. Its tables have the columns that its sites have too. */
export type OldValue = string | number | boolean | null | undefined;
export type OldRow = Record<string, OldValue>;

export interface OldCentral {
  /** The rows of a table, each once; none where the version has no such table. */
  rows(table: string): AsyncIterable<OldRow>;
  close(): Promise<void>;
}

/** The tables that every such server has had since 2.0. */
export const oldTables = ['asset', 'asset_log', 'asset_class', 'sync_file_reference'];
