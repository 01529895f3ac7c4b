/**
 * The messages of one language. The catalogues are in the JSON that i18next made common: a plural has the suffix of its
 * category, and a value stands in double braces. Intl knows the plurals and the figures of each language.
 */
import type { Catalogue } from './catalogue';
import { isolate } from './isolate';
import type { WordValues } from './keys';
import { directionOf, type Locale } from './locales';
import { once } from './once';

/** No line of French begins with a sign that has a space before it, or ends with the sign that opens a quotation. */
const kept = (text: string): string => text.replace(/ (?=[:;!?»])/g, '\u00a0').replace(/« /g, '«\u00a0');

export class Messages {
  readonly #texts = new Map<string, string>();
  readonly #locale: Locale;
  readonly #plurals: () => Intl.PluralRules;
  readonly #figures: () => Intl.NumberFormat;
  #missed = false;

  constructor(locale: Locale, catalogue: Catalogue) {
    this.#locale = locale;
    this.add(catalogue);
    this.#plurals = once(() => new Intl.PluralRules(locale));
    this.#figures = once(() => new Intl.NumberFormat(locale));
  }

  /** True if a text was asked for that is not there, or was not. */
  get missed(): boolean {
    return this.#missed;
  }

  add(catalogue: Catalogue): void {
    for (const [namespace, messages] of Object.entries(catalogue))
      for (const [key, text] of Object.entries(messages))
        this.#texts.set(`${namespace}.${key}`, this.#locale === 'fr' ? kept(text) : text);
  }

  /** True if a text is there. One that is not counts as asked for all the same. */
  has(key: string): boolean {
    const isThere = this.#texts.has(key);
    if (!isThere) this.#missed = true;
    return isThere;
  }

  /** The text of a key with its values; the key itself when there is no such text. */
  say(key: string, values: WordValues): string {
    const text = this.#pluralOf(key, values['count']) ?? this.#texts.get(key);
    if (text === undefined) this.#missed = true;
    return (text ?? key).replace(/\{\{(\w+)\}\}/g, (_braces, name: string) => this.#write(values[name]));
  }

  #pluralOf(key: string, count: WordValues[string] | undefined): string | undefined {
    if (typeof count !== 'number') return undefined;
    return this.#texts.get(`${key}_${this.#plurals().select(count)}`);
  }

  /** Numbers in the figures of the language; names and codes apart from the words around them. */
  #write(value: WordValues[string] | undefined): string {
    if (typeof value === 'number') return this.#figures().format(value);
    return isolate(value ?? '', directionOf(this.#locale));
  }
}
