/** The tables and functions that this program makes in PostgreSQL, by the steps that make them: nothing else in the schema is touched. */
import type { PgMigration } from './migrations';

const named = (steps: readonly PgMigration[], what: string): string[] =>
  steps.flatMap(({ sql }) =>
    [...sql.matchAll(new RegExp(`CREATE ${what} (\\w+)`, 'g'))].flatMap(([, name]) => name ?? []),
  );

/** In the order in which they are made: each comes after those that its rows refer to. */
export const ownTables = (steps: readonly PgMigration[]): string[] => named(steps, 'TABLE');

export const ownFunctions = (steps: readonly PgMigration[]): string[] => named(steps, 'FUNCTION');
