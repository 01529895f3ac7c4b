/** Statements on one connection to PostgreSQL. Their parameters are written as in SQLite, `?` or `?1`, so that the texts of both read alike. */
import type { ClientBase } from 'pg';

export type Param = string | number | null | Uint8Array | readonly string[] | readonly number[];

export interface PgSql {
  /** `Row` is the shape that the query selects: columns have the types of the migration. */
  all<Row>(text: string, ...params: Param[]): Promise<Row[]>;
  get<Row>(text: string, ...params: Param[]): Promise<Row | undefined>;
  run(text: string, ...params: Param[]): Promise<void>;
}

const numbered = new Map<string, string>();

/** `?` → `$1`, `$2` …; `?1` → `$1`. */
function withNumbers(text: string): string {
  const known = numbered.get(text);
  if (known !== undefined) return known;
  let count = 0;
  const made = text.replace(/\?(\d*)/g, (_all, number: string) => `$${number === '' ? ++count : number}`);
  numbered.set(text, made);
  return made;
}

const asBuffer = (param: Param): unknown =>
  param instanceof Uint8Array && !Buffer.isBuffer(param)
    ? Buffer.from(param.buffer, param.byteOffset, param.byteLength)
    : param;

export function pgSqlOn(client: Pick<ClientBase, 'query'>): PgSql {
  const all = async <Row>(text: string, ...params: Param[]): Promise<Row[]> => {
    const result = await client.query(withNumbers(text), params.map(asBuffer));
    return result.rows as Row[];
  };
  return {
    all,
    get: async <Row>(text: string, ...params: Param[]) => (await all<Row>(text, ...params))[0],
    run: async (text, ...params) => void (await all(text, ...params)),
  };
}
