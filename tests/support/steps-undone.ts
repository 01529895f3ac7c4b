/**
 * What the newest steps made of the tables, unmade, so that a test can begin from the tables of an earlier version and see its step run.
 * A new step that alters tables adds its own line, by which every such test stays true.
 */
interface Undone {
  version: number;
  sql: string;
}

const oneVersionOfARecord = `
  ALTER TABLE v6_inbox DROP COLUMN is_again;
  DROP INDEX v6_memory_record;
  CREATE UNIQUE INDEX v6_memory_record ON v6_memory (site_id, table_name, record_id);`;

const noSignInByAProvider = `
  DROP INDEX staff_users_provider_name;
  DROP INDEX staff_users_provider;
  ALTER TABLE staff_users DROP COLUMN provider_name;
  ALTER TABLE staff_users DROP COLUMN provider_issuer;
  ALTER TABLE staff_users DROP COLUMN provider_subject;
  ALTER TABLE sessions DROP COLUMN by_provider;`;

const inSqlite: readonly Undone[] = [
  { version: 32, sql: noSignInByAProvider },
  { version: 31, sql: oneVersionOfARecord },
];

const inPostgres: readonly Undone[] = [
  { version: 9, sql: noSignInByAProvider },
  { version: 8, sql: oneVersionOfARecord },
  { version: 6, sql: 'ALTER TABLE staff_users DROP COLUMN first_password_until;' },
];

const unmake = (steps: readonly Undone[], after: number): string =>
  steps.flatMap(({ version, sql }) => (version > after ? [sql] : [])).join('\n');

/** SQL that leaves an SQLite database as a version left it. */
export const asSqliteLeft = (version: number): string =>
  `${unmake(inSqlite, version)} PRAGMA user_version = ${version};`;

/** SQL that leaves a PostgreSQL database as a version left it. */
export const asPostgresLeft = (version: number): string =>
  `${unmake(inPostgres, version)} UPDATE schema_version SET version = ${version};`;
