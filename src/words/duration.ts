/** The time that something has lasted, as people say it: "17 months", "3 days". For pages after the first ones. */
const day = 86_400_000;

/** A unit holds for twice its length at least, so that 23 months never read "for 1 year". */
const units = [
  ['year', 365 * day, 2],
  ['month', 30.4 * day, 2],
  ['week', 7 * day, 3],
  ['day', day, 1],
] as const;

/** Whole units between a moment (instant or milliseconds) and `now` (milliseconds); undefined for less than a day, or for none. */
export function durationOf(
  moment: string | number,
  now: number,
): { unit: 'year' | 'month' | 'week' | 'day'; count: number } | undefined {
  const passed = now - new Date(moment).getTime();
  const found = units.find(([, length, least]) => passed >= length * least);
  return found && { unit: found[0], count: Math.floor(passed / found[1]) };
}

/** To make one takes as long as to draw a row of a list. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, unit: string): Intl.NumberFormat {
  const key = `${locale} ${unit}`;
  const known =
    formats.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  formats.set(key, known);
  return known;
}

/** The time since a moment, in the words of a language; undefined for less than a day. */
export function durationInWords(locale: string, moment: string | number, now: number): string | undefined {
  const lasted = durationOf(moment, now);
  return lasted && formatOf(locale, lasted.unit).format(lasted.count);
}
