// The words of the app in the reader's language. All that is read from here follows when another language is chosen; nothing reloads.
import { createContext } from 'svelte';
import { loadFirst, loadRest, type Catalogue } from './catalogue';
import { chosenLocale, localeStoredAs, ofBrowser, rememberLocale, type Surroundings } from './chosen';
import { Formats } from './formats';
import { isolate } from './isolate';
import type { WordKey, WordValues } from './keys';
import { directionOf, isLocale, regionalTag, type Locale } from './locales';
import { Messages } from './messages';

/** A language with all its words. */
interface Spoken {
  locale: Locale;
  /** false: only the words of the frame and the first pages */
  whole: boolean;
  formats: Formats;
  messages: Messages;
}

export class Words {
  readonly #around: Surroundings;
  #spoken: Spoken = $state.raw(spokenOf('en', false, {}, []));
  #wanted: Locale = 'en';

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get locale(): Locale {
    return this.#spoken.locale;
  }

  get dir(): 'ltr' | 'rtl' {
    return directionOf(this.locale);
  }

  /** The words for a key, with values put in. Plurals are chosen by `count`. */
  t(key: WordKey, values: WordValues = {}): string {
    return this.#spoken.messages.say(key, values);
  }

  /** The sentence for an error code, which may be one that this version does not know. */
  sayError(code: string, values: WordValues = {}): string {
    const { messages, whole } = this.#spoken;
    const known = [`errors.${code}`, `record-errors.${code}`].find((key) => messages.has(key));
    // Those of records are not among the first words: they are fetched, and the words are shown again.
    if (known === undefined && !whole) void this.whole().catch(() => undefined);
    return messages.say(known ?? 'errors.unknown', { errorCode: code, ...values });
  }

  /** A person chooses the language: it is remembered, and the other tabs of the device follow. */
  async use(locale: Locale): Promise<void> {
    await this.speak(locale);
    if (this.#wanted === locale) rememberLocale(this.#around, locale);
  }

  /** Changes the language; the words change once they are there. A failed load leaves all as it is and throws. */
  async speak(locale: Locale): Promise<void> {
    this.#wanted = locale;
    const { whole } = this.#spoken;
    const [first, rest] = await Promise.all([loadFirst(locale), whole ? loadRest(locale) : {}]);
    // Another may have been chosen meanwhile.
    if (this.#wanted !== locale) return;
    this.#around.root.lang = locale;
    this.#around.root.dir = directionOf(locale);
    this.#spoken = spokenOf(locale, whole, { ...first, ...rest }, this.#around.languages);
  }

  /** Another tab has kept something on this device. */
  heard(key: string, value: string): void {
    if (key !== localeStoredAs || !isLocale(value) || value === this.#wanted) return;
    void this.speak(value).catch(() => undefined);
  }

  /** Resolves when the words of every page are there; rejects when they cannot be fetched. */
  async whole(): Promise<void> {
    const spoken = this.#spoken;
    if (spoken.whole) return;
    const rest = await loadRest(spoken.locale);
    // The language may have been changed meanwhile.
    if (spoken !== this.#spoken) return this.whole();
    spoken.messages.add(rest);
    spoken.whole = true;
    // The page rarely needs any of them; if it does, all its words are drawn again.
    if (spoken.messages.missed) this.#spoken = { ...spoken };
  }

  number = (value: number): string => this.#spoken.formats.number(value);
  plainNumber = (value: number): string => this.#spoken.formats.plainNumber(value);
  date = (isoDay: string): string => this.#spoken.formats.date(isoDay);
  instant = (moment: string | number): string => this.#spoken.formats.instant(moment);
  ago = (moment: string | number, now: number): string => this.#spoken.formats.ago(moment, now);
  since = (moment: string | number, now: number): string => this.#spoken.formats.since(moment, now);
  bytes = (count: number): string => this.#spoken.formats.bytes(count);
  list = (parts: string[]): string => this.#spoken.formats.list(parts.map(this.#apart));

  /** "a · b · c": facts about one thing, each once and in its own direction; an unknown fact is left out. */
  line = (...facts: readonly (string | undefined)[]): string =>
    facts
      .filter((fact, at) => fact !== undefined && fact !== '' && facts.indexOf(fact) === at)
      .map((fact) => this.#apart(fact ?? ''))
      .join('\u00a0· ');

  readonly #apart = (text: string): string => isolate(text, this.dir);
}

function spokenOf(
  locale: Locale,
  whole: boolean,
  catalogue: Catalogue,
  languages: readonly string[],
): Spoken {
  const formats = new Formats(locale, regionalTag(locale, languages));
  return { locale, whole, formats, messages: new Messages(locale, catalogue) };
}

/** Words in the language that this browser is to be spoken to in, else English. Rejects when not even English can be fetched. */
export async function createWords(around: Surroundings = ofBrowser()): Promise<Words> {
  const words = new Words(around);
  try {
    await words.speak(chosenLocale(around));
  } catch {
    // A person's choice stays remembered: the next start may have it.
    await words.speak('en');
  }
  return words;
}

export const [useWords, provideWords] = createContext<Words>();
