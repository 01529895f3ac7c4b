/** Rows that a disk has spoilt, told from all other errors: they can be made again, so nobody need go on with them. */
import { RowsDamaged } from '../../port/rows';
import { isSpoilt } from '../connection';
import type { Sql } from '../sql';
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

/** The statements of a file of rows. */
export const ofRows = (sql: Sql): Sql => ({
  all: <Row>(...given: Parameters<Sql['all']>) => undamaged(() => sql.all<Row>(...given)),
  get: <Row>(...given: Parameters<Sql['get']>) => undamaged(() => sql.get<Row>(...given)),
  run: (...given) => undamaged(() => sql.run(...given)),
});
