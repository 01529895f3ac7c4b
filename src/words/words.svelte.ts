// The words of the app in the reader's language. All that is read from here follows when another language is chosen; nothing reloads.
import { createInstance, type i18n } from 'i18next';
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { englishCatalogue, loadCatalogue } from './catalogue';
import { figures } from './figures';
import { Formats } from './formats';
import type { WordKey, WordValues } from './keys';
import { directionOf, guessLocale, isLocale, regionalTag, type Locale } from './locales';

const storedAs = 'waypost.locale';

/** What the words need of the browser. */
export interface Surroundings {
  languages: readonly string[];
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  root: Pick<HTMLElement, 'lang' | 'dir'>;
}

export class Words {
  readonly #i18n: i18n;
  readonly #around: Surroundings;
  readonly #read: () => void;
  #locale: Locale = 'en';
  #formats: Formats;

  constructor(messages: i18n, around: Surroundings) {
    this.#i18n = messages;
    this.#around = around;
    this.#formats = new Formats('en', regionalTag('en', around.languages));
    this.#read = createSubscriber((update) => {
      messages.on('languageChanged', update);
      return () => {
        messages.off('languageChanged', update);
      };
    });
  }

  get locale(): Locale {
    this.#read();
    return this.#locale;
  }

  get dir(): 'ltr' | 'rtl' {
    return directionOf(this.locale);
  }

  /** Numbers, days and times of the language. */
  get #format(): Formats {
    this.#read();
    return this.#formats;
  }

  /** The words for a key, with values put in. Plurals are chosen by `count`. */
  t(key: WordKey, values: WordValues = {}): string {
    return this.#say(key, values);
  }

  /** The sentence for an error code, which may be one that this version does not know. */
  sayError(code: string, values: WordValues = {}): string {
    const key = `errors.${code}`;
    const known = this.#i18n.exists(key) ? key : 'errors.unknown';
    return this.#say(known, { ...values, errorCode: code });
  }

  /** Changes the language; the words change once they are there. A failed load leaves all as it is and throws. */
  async use(locale: Locale): Promise<void> {
    const catalogue = await loadCatalogue(locale);
    for (const [namespace, messages] of Object.entries(catalogue)) {
      this.#i18n.addResourceBundle(locale, namespace, messages);
    }
    this.#locale = locale;
    this.#formats = new Formats(locale, regionalTag(locale, this.#around.languages));
    this.#around.root.lang = locale;
    this.#around.root.dir = directionOf(locale);
    remember(this.#around, locale);
    await this.#i18n.changeLanguage(locale);
  }

  number = (value: number): string => this.#format.number(value);
  date = (isoDay: string): string => this.#format.date(isoDay);
  instant = (moment: string | number): string => this.#format.instant(moment);
  ago = (moment: string | number, now: number): string => this.#format.ago(moment, now);
  since = (moment: string | number, now: number): string => this.#format.since(moment, now);
  bytes = (count: number): string => this.#format.bytes(count);
  list = (parts: string[]): string => this.#format.list(parts);

  #say(key: string, values: WordValues): string {
    this.#read();
    return this.#i18n.t(key, values);
  }
}

/** A browser that forbids storage only forgets the choice. */
function remember(around: Surroundings, locale: Locale): void {
  try {
    around.storage?.setItem(storedAs, locale);
  } catch {
    return;
  }
}

function remembered(around: Surroundings): Locale | undefined {
  try {
    const stored = around.storage?.getItem(storedAs) ?? '';
    return isLocale(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function ofBrowser(): Surroundings {
  return {
    languages: navigator.languages,
    storage: 'localStorage' in globalThis ? localStorage : undefined,
    root: document.documentElement,
  };
}

/** Words in the language chosen before, else in the first one the browser asks for that we speak, else English. */
export async function createWords(around: Surroundings = ofBrowser()): Promise<Words> {
  const messages = createInstance().use(figures);
  await messages.init({
    lng: 'en',
    fallbackLng: 'en',
    ns: Object.keys(englishCatalogue),
    resources: { en: englishCatalogue },
    nsSeparator: '.',
    keySeparator: false,
    returnEmptyString: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  const words = new Words(messages, around);
  try {
    await words.use(remembered(around) ?? guessLocale(around.languages));
  } catch {
    await words.use('en');
  }
  return words;
}

export const [useWords, provideWords] = createContext<Words>();
