/** Days of the Gregorian calendar, as `YYYY-MM-DD`, and as spreadsheets count them. */
const DAY_MS = 86_400_000;
const from1900 = Date.UTC(1899, 11, 30);
const from1904 = Date.UTC(1904, 0, 1);

/** Undefined for a day that there is not, as the 30th of February. */
export function calendarDay(year: number, month: number, day: number): string | undefined {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const isReal =
    year >= 1000 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

/** Bare numbers that people mean as days: of the years 1930 to 2100. Smaller ones are years or counts, greater ones dates run together. */
const LEAST = Date.UTC(1930, 0, 1);
const MOST = Date.UTC(2101, 0, 1);

/**
 * The day that a bare number stands for, its time of day left out; undefined outside the years in which a number can be meant as a
 * day. Day 60 of 1900 is the 29th of February that never was, long before those.
 */
export function dayOfNumber(serial: number, is1904: boolean): string | undefined {
  if (!Number.isFinite(serial)) return undefined;
  const time = (is1904 ? from1904 : from1900) + Math.floor(serial) * DAY_MS;
  return time >= LEAST && time < MOST ? new Date(time).toISOString().slice(0, 10) : undefined;
}
