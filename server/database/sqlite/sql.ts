/** Statements on one connection, prepared once each. */
import type { Connection, Statement } from './connection';

export type Param = string | number | null | Uint8Array;

export interface Sql {
  /** `Row` is the shape that the query selects: tables are STRICT, so a column has the type of the migration. */
  all<Row>(text: string, ...params: Param[]): Row[];
  get<Row>(text: string, ...params: Param[]): Row | undefined;
  run(text: string, ...params: Param[]): void;
}

/** `onRun`: called with each statement that writes. */
export function sqlOn(connection: Connection, onRun: () => void = () => undefined): Sql {
  const statements = new Map<string, Statement>();
  const prepared = (text: string): Statement => {
    const known = statements.get(text) ?? connection.prepare(text);
    statements.set(text, known);
    return known;
  };
  return {
    all: <Row>(text: string, ...params: Param[]) => prepared(text).all(...params) as Row[],
    get: <Row>(text: string, ...params: Param[]) => prepared(text).get(...params) as Row | undefined,
    run: (text, ...params) => {
      onRun();
      prepared(text).run(...params);
    },
  };
}
