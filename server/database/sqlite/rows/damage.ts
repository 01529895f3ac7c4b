/** Rows that a disk has spoilt, told from all other errors: they can be made again, so nobody need go on with them. */
import { RowsDamaged } from '../../port/rows';
import { isSpoilt } from '../connection';
import type { Param, Sql } from '../sql';
import { SpoiltText } from '../stored-json';

/** A query that looks into a text that is no JSON any more is not told from others by its code. */
const isNoJson = (error: unknown): boolean =>
  error instanceof SpoiltText || (error instanceof Error && error.message.includes('malformed JSON'));

export const asDamaged = (error: unknown): unknown =>
  isSpoilt(error) || isNoJson(error) ? new RowsDamaged('the rows are damaged', { cause: error }) : error;

/** Runs `work`, which reads rows. */
export function undamaged<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asDamaged(error);
  }
}

/** The statements of a file of rows. Each change runs ten of them: nothing is made here for a call. */
export const ofRows = (sql: Sql): Sql => ({
  all: <Row>(text: string, ...params: Param[]): Row[] => {
    try {
      return sql.all<Row>(text, ...params);
    } catch (error) {
      throw asDamaged(error);
    }
  },
  get: <Row>(text: string, ...params: Param[]): Row | undefined => {
    try {
      return sql.get<Row>(text, ...params);
    } catch (error) {
      throw asDamaged(error);
    }
  },
  run: (text, ...params) => {
    try {
      sql.run(text, ...params);
    } catch (error) {
      throw asDamaged(error);
    }
  },
});
