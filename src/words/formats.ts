// Numbers, days and times as people of a language write them. All by Intl; instants are shown in the device's own time zone.
import type { Locale } from './locales';
import { once } from './once';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const spans: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
];

/** In some places older engines count years otherwise (Saudi Arabia), while fields and files are Gregorian everywhere. */
const gregorian: Intl.DateTimeFormatOptions = { calendar: 'gregory' };

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/**
 * Intl's data for the first figure, day or time of a page take a slow phone 50 ms to load. Asked for while the database opens,
 * nobody waits for them.
 */
export function loadFigures(locale: Locale): void {
  new Intl.RelativeTimeFormat(locale).format(0, 'day');
}

export class Formats {
  readonly #tag: string;
  readonly #number: () => Intl.NumberFormat;
  readonly #date: () => Intl.DateTimeFormat;
  readonly #instant: () => Intl.DateTimeFormat;
  readonly #localDay: () => Intl.DateTimeFormat;
  readonly #time: () => Intl.DateTimeFormat;
  readonly #weekday: () => Intl.DateTimeFormat;
  readonly #ago: () => Intl.RelativeTimeFormat;

  /** `tag`: the regional form of the language, such as en-GB for en. */
  constructor(locale: Locale, tag: string = locale) {
    this.#tag = tag;
    this.#number = once(() => new Intl.NumberFormat(tag));
    this.#date = once(
      () => new Intl.DateTimeFormat(tag, { ...gregorian, dateStyle: 'medium', timeZone: 'UTC' }),
    );
    this.#instant = once(
      () => new Intl.DateTimeFormat(tag, { ...gregorian, dateStyle: 'medium', timeStyle: 'short' }),
    );
    this.#localDay = once(() => new Intl.DateTimeFormat(tag, { ...gregorian, dateStyle: 'medium' }));
    this.#time = once(() => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
    this.#weekday = once(() => new Intl.DateTimeFormat(tag, { weekday: 'long' }));
    // The short Arabic forms say of months that have passed that they are to come.
    const style = locale === 'ar' ? 'long' : 'short';
    this.#ago = once(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style }));
  }

  number(value: number): string {
    return this.#number().format(value);
  }

  /** A number without marks between thousands, so that it cannot be read in two ways. */
  plainNumber(value: number): string {
    return new Intl.NumberFormat(this.#tag, { useGrouping: false, maximumFractionDigits: 20 }).format(value);
  }

  /** A calendar day, `YYYY-MM-DD`; it is the same day in every time zone. A text that is no day is given back as it is. */
  date(isoDay: string): string {
    const at = Date.parse(`${isoDay.slice(0, 10)}T00:00:00Z`);
    return Number.isNaN(at) ? isoDay : this.#date().format(at);
  }

  /** A moment: ISO 8601 or milliseconds. */
  instant(moment: string | number): string {
    const at = new Date(moment);
    return Number.isNaN(at.getTime()) ? String(moment) : this.#instant().format(at);
  }

  /** The time since a moment, such as "2 min. ago"; "now" for less than a minute. */
  ago(moment: string | number, now: number): string {
    const passed = new Date(moment).getTime() - now;
    if (Number.isNaN(passed)) return String(moment);
    const [unit, length] = spans.find(([, span]) => Math.abs(passed) >= span) ?? ['second', Infinity];
    return this.#ago().format(length === Infinity ? 0 : Math.trunc(passed / length), unit);
  }

  /** A moment to say "since" of: its time today, its weekday this week, else its date. */
  since(moment: string | number, now: number): string {
    const at = new Date(moment);
    if (Number.isNaN(at.getTime())) return String(moment);
    if (at.toDateString() === new Date(now).toDateString()) return this.#time().format(at);
    if (Math.abs(now - at.getTime()) < 6 * day) return this.#weekday().format(at);
    return this.#localDay().format(at);
  }

  bytes(count: number): string {
    const step = Math.min(byteUnits.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
    return new Intl.NumberFormat(this.#tag, {
      style: 'unit',
      unit: byteUnits[step] ?? 'byte',
      maximumFractionDigits: step === 0 ? 0 : 1,
    }).format(count / 1000 ** step);
  }

  /** One alone is itself: making the rules of a language takes a slow phone a tenth of a second. */
  list(parts: string[]): string {
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) return only;
    return new Intl.ListFormat(this.#tag, { type: 'conjunction' }).format(parts);
  }
}
