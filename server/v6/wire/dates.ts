/** Dates and times as V6 sites write them: `2020-01-22`, and `2020-01-22T15:16:00` in UTC without saying so. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** the text that the older server writes where there is no date */
const NO_DATE = '0000-00-00';

export const isBlank = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'string' && value.startsWith(NO_DATE));

/** A date, also the one of a date with a time; undefined when it is none. */
export function readDate(value: unknown): string | undefined {
  if (typeof value !== 'string' || !DATE_TIME.test(value.trim())) return undefined;
  const [text, year = '', month = '', day = ''] = DATE.exec(value.trim()) ?? [];
  const date = new Date(0);
  // years of two figures are years, not those of the last century
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return text !== undefined && date.toISOString().slice(0, 10) === text ? text : undefined;
}

/** The instant of a time in any form a site may send (with a zone, with parts of seconds, a date alone); undefined when it is none. */
export function readInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, date, time = '00:00', seconds = '00', fraction = '', zone = 'Z'] =
    DATE_TIME.exec(value.trim()) ?? [];
  if (date === undefined || readDate(date) === undefined) return undefined;
  const iso = `${date}T${time}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${readZone(zone)}`;
  const ms = Date.parse(iso);
  // an hlc has room for times from 1970 on
  return Number.isNaN(ms) || ms < 0 ? undefined : new Date(ms).toISOString();
}

function readZone(zone: string): string {
  if (zone.toUpperCase() === 'Z') return 'Z';
  const [, hours = '', minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return `${hours}:${minutes}`;
}

/** `2020-01-22T15:16:00`, with thousandths only where there are any. */
export const writeInstant = (instant: string): string => instant.replace(/(?:\.000)?Z$/, '');

export const writeOptionalInstant = (instant: string | undefined): string | null =>
  instant === undefined || instant === '' ? null : writeInstant(instant);
