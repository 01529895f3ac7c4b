/** The data with which the rows of one file are settled. */
import type { EquipmentData } from '../equipment/equipment-data';
import { LEAVE_OUT } from '../reading/answers';
import type { AskedValues } from './asked-values';
import type { Models } from './models';
import type { Places } from './places';
import type { OpenRow } from './row-texts';

export interface Settling {
  data: EquipmentData;
  asked: AskedValues;
  places: Places;
  models: Models;
  /** the finding for a text, by the subject of the search */
  found: Map<string, unknown>;
}

/** Keeps a row out, by a doubt that nobody has answered, or that somebody answered by leaving the row out. */
export function keepOut(row: OpenRow, column: string, answer: string | undefined): void {
  row.doubts.push({ column, code: answer === LEAVE_OUT ? 'left-out' : 'waits-for-answer' });
}

/** Looks a text up once: thousands of rows say the same. */
export function once<Found>({ found }: Settling, key: string, look: () => Found): Found {
  // the same caller looked up every value under its key
  const before = found.get(key) as Found | undefined;
  if (before !== undefined) return before;
  const now = look();
  found.set(key, now);
  return now;
}
