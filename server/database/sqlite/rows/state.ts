/** The position of the rows, and their log: the sequence number they have reached, and the change that stands there. */
import { COLUMNS_VERSION } from '../../row-columns';
import { FOLDED_BY } from '#shared/domain/folded-by';
import type { LoggedChange } from '../../port/changes';
import type { Sql } from '../sql';
import { SCHEMA_VERSION } from './schema';

/** Rows that were made by another version are made again. */
export const ROWS_VERSION = `${SCHEMA_VERSION}.${COLUMNS_VERSION}.${FOLDED_BY}`;

export interface RowsState {
  seq: number;
  /** at `seq`: a log that was put back in time has another there */
  changeId: string;
}

const PUT = `INSERT OR REPLACE INTO state VALUES ('reached', ?)`;

export const putState = (sql: Sql, { seq, change }: Pick<LoggedChange, 'seq' | 'change'>): void =>
  sql.run(PUT, JSON.stringify([seq, change.id]));

const MADE_AFTER = `INSERT OR REPLACE INTO state VALUES ('mended', ?)`;

/** How often the log had been mended when these rows were begun. */
export const putMended = (sql: Sql, mended: string): void => sql.run(MADE_AFTER, mended);

export const readMended = (sql: Sql): string =>
  sql.get<{ value: string }>(`SELECT value FROM state WHERE key = 'mended'`)?.value ?? NEVER;

export const NEVER = '0';

export function readState(sql: Sql): RowsState {
  const found = sql.get<{ value: string }>(`SELECT value FROM state WHERE key = 'reached'`);
  const read: unknown = found ? JSON.parse(found.value) : [0, ''];
  const [seq, changeId] = Array.isArray(read) ? (read as unknown[]) : [];
  // written by `putState` alone: rows whose file was spoilt are made again
  if (!Number.isSafeInteger(seq) || typeof changeId !== 'string') throw new Error('no state of rows');
  return { seq: Number(seq), changeId };
}
