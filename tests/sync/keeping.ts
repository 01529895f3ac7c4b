/** The databases of a programme for tests, each at a place of its own: SQLite's are files. */
import type { CentralDatabase } from '../../server/database/port/central-database';
import type { Sql } from '../../server/database/sqlite/sql';
import type { SqliteDatabase } from '../../server/database/sqlite/open-database';
import { copyAsIs, copyOfDatabase, openTestDatabase, setFull } from '../support/database';

export interface Keeping<D extends CentralDatabase> {
  /** Opens the one at `place`, or an empty one. */
  open(place?: string): Promise<D>;
  /** Opens it once more, for another process beside the one that has it. */
  openBeside?(database: D): Promise<D>;
  placeOf(database: D): string;
  /** A copy as a backup keeps it. */
  backUp(database: D): Promise<string>;
  /** A copy of a backup, in which a server may work: the backup stays as it is. */
  putBack(backup: string): Promise<string>;
  /** A copy of the state that a kill at this moment leaves: it is taken, or begun to be, before this returns. */
  asIs(database: D): Promise<string>;
  setFull(database: D, isFull: boolean): Promise<void>;
  /** Alters the database behind the back of the server. */
  alter(database: D, by: (sql: Sql) => void): Promise<void>;
  /** Nothing of it is needed any more. */
  end(): Promise<void>;
}

export const inFiles: Keeping<SqliteDatabase> = {
  open: (place) => openTestDatabase(place),
  placeOf: ({ path }) => path,
  backUp: copyOfDatabase,
  putBack: async (path) => copyAsIs({ path }),
  asIs: async (database) => copyAsIs(database),
  setFull,
  alter: ({ file }, by) => file.write(by),
  // the files go with the process
  end: () => Promise.resolve(),
};
