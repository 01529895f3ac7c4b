/** One numbered step of the tables. */
import type { Connection } from './connection';

export interface Migration {
  version: number;
  name: string;
  sql: string;
  /** a step that SQL alone cannot do, between `sql` and `after` */
  run?: (connection: Connection) => void;
  after?: string;
}
