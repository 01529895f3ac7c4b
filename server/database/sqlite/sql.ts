/** Statements on one connection, prepared once each. */
import type { Connection, Statement } from './connection';

export type Param = string | number | null | Uint8Array;

export interface Sql {
  /** `Row` is the shape that the query selects: tables are STRICT, so a column has the type of the migration. */
  all<Row>(text: string, ...params: Param[]): Row[];
  get<Row>(text: string, ...params: Param[]): Row | undefined;
  /** Everything that may write, in the log's own file: the disk is waited for only after it. */
  run(text: string, ...params: Param[]): void;
}

/** `onRun`: called with the pages that a statement may write, about. */
export function sqlOn(connection: Connection, onRun?: (pages: number) => void): Sql {
  const statements = new Map<string, Statement>();
  const prepared = (text: string): Statement => {
    const known = statements.get(text);
    if (known) return known;
    const made = connection.prepare(text);
    statements.set(text, made);
    return made;
  };
  return {
    all: <Row>(text: string, ...params: Param[]) => prepared(text).all(...params) as Row[],
    get: <Row>(text: string, ...params: Param[]) => prepared(text).get(...params) as Row | undefined,
    run: (text, ...params) => {
      onRun?.(pagesOf(params));
      // asked for a row, of which it has none: `run` makes an object of the rows that were written, at the price of a small statement
      prepared(text).get(...params);
    },
  };
}

const PAGE = 4096;

function pagesOf(params: readonly Param[]): number {
  let bytes = 0;
  for (const one of params) if (one !== null && typeof one !== 'number') bytes += one.length;
  return 1 + Math.floor(bytes / PAGE);
}
