/** Days as spreadsheets count them. */
const DAY_MS = 86_400_000;
const from1900 = Date.UTC(1899, 11, 30);
const from1904 = Date.UTC(1904, 0, 1);

/**
 * The date that a day number stands for, `YYYY-MM-DD`; undefined outside the years 1900 to 9999. Day 60 of 1900 is the 29th of
 * February that never was: numbers up to it are a day behind.
 */
export function dateOfSerial(serial: number, is1904: boolean): string | undefined {
  const day = Math.floor(serial);
  if (!Number.isFinite(serial) || day < (is1904 ? 0 : 1)) return undefined;
  const shift = !is1904 && day < 60 ? 1 : 0;
  const time = (is1904 ? from1904 : from1900) + (day + shift) * DAY_MS;
  return time < Date.UTC(10_000, 0, 1) ? new Date(time).toISOString().slice(0, 10) : undefined;
}

/** `2026-01-31`, `31/01/2026` or `31.1.2026`; of a day and a month that could be either, the day comes first. */
export function readDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso) return toDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const written = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  return written ? toDate(Number(written[3]), Number(written[2]), Number(written[1])) : undefined;
}

/** True where day and month could be taken for each other. */
export const isAmbiguousDate = (text: string): boolean => {
  const written = /^(\d{1,2})[/.](\d{1,2})[/.]\d{4}$/.exec(text);
  return (
    written !== null && written[1] !== written[2] && Number(written[1]) <= 12 && Number(written[2]) <= 12
  );
};

function toDate(year: number, month: number, day: number): string | undefined {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}
