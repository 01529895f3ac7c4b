/** The rows of a query in the language of the app's reader. */
import type { Live } from '../replica/live.svelte';
import type { Words } from '../words/words.svelte';

export type LiveIn<T> = Pick<Live<T>, 'value' | 'error'>;

/** `speak` is asked again only when the rows or the language are others. */
export function liveIn<Rows extends object, T>(
  rows: Live<Rows>,
  words: Words,
  speak: (rows: Rows, locale: string) => T,
): LiveIn<T> {
  let last: { rows: Rows; locale: string; spoken: T } | undefined;
  return {
    get value() {
      const [now, { locale }] = [rows.value, words];
      if (now === undefined) return undefined;
      if (last?.rows !== now || last.locale !== locale)
        last = { rows: now, locale, spoken: speak(now, locale) };
      return last.spoken;
    },
    get error() {
      return rows.error;
    },
  };
}
