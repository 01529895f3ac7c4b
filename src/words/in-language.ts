// Words in another language than the reader's, for paper that goes to people who read that one.
import { loadFirst, loadRest } from './catalogue';
import { Formats } from './formats';
import { isolate } from './isolate';
import type { WordKey, WordValues } from './keys';
import { directionOf, type Locale } from './locales';
import { Messages } from './messages';

export interface OtherWords {
  locale: Locale;
  dir: 'ltr' | 'rtl';
  t: (key: WordKey, values?: WordValues) => string;
  instant: (moment: string | number) => string;
  line: (...facts: readonly string[]) => string;
}

/** Rejects when the words cannot be fetched. */
export async function wordsIn(locale: Locale): Promise<OtherWords> {
  const [first, rest] = await Promise.all([loadFirst(locale), loadRest(locale)]);
  const messages = new Messages(locale, { ...first, ...rest });
  const formats = new Formats(locale);
  const dir = directionOf(locale);
  return {
    ...{ locale, dir },
    t: (key, values = {}) => messages.say(key, values),
    instant: (moment) => formats.instant(moment),
    line: (...facts) => facts.map((fact) => isolate(fact, dir)).join('\u00a0· '),
  };
}
