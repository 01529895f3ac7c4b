/** Converts between instants (UTC) and the pickers of date and time, which show the time of this device's zone. */

const two = (number: number): string => String(number).padStart(2, '0');

/** `YYYY-MM-DDTHH:mm` of this device's zone for a moment in milliseconds. */
export function localDateTime(ms: number): string {
  const at = new Date(ms);
  return `${localDay(ms)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `YYYY-MM-DD` of this device's zone for a moment in milliseconds. */
export function localDay(ms: number): string {
  const at = new Date(ms);
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The instant of a local date and time; undefined when it is none. */
export function instantOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** True if a moment is of today, by this device's own clock. */
export const isToday = (ms: number): boolean => localDay(ms) === localDay(Date.now());
