/** A hint for a person who enters a time while the clock of the device is wrong: it says which time holds. */
import type { Words } from '../../../words/words.svelte';

/** Less than this nobody notices on a wall. */
const NOTICED_MS = 10 * 60_000;

/** `now`: central's time; `here`: this device's idea of it, both in milliseconds. */
export const clockHint = (
  words: Pick<Words, 't' | 'instant'>,
  now: number,
  here: number,
): string | undefined =>
  Math.abs(now - here) > NOTICED_MS ? words.t('asset.clockOff', { now: words.instant(now) }) : undefined;
