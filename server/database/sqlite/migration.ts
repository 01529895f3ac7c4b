/** One numbered step of the tables. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
}
