// Where the words come from: English is in the bundle, so that there are always words; other languages are fetched when chosen.
import type { Locale } from './locales';

export type Catalogue = Record<string, Record<string, string>>;

type Messages = Record<string, string>;

const english = import.meta.glob<Messages>('./en/*.json', { eager: true, import: 'default' });

const others = import.meta.glob<Messages>(['./*/*.json', '!./en/*.json'], { import: 'default' });

const namespaceOf = (path: string): string => path.replace(/^.*\/(.+)\.json$/, '$1');

export const englishCatalogue: Catalogue = Object.fromEntries(
  Object.entries(english).map(([path, messages]) => [namespaceOf(path), messages]),
);

export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  if (locale === 'en') return englishCatalogue;
  const files = Object.entries(others).filter(([path]) => path.startsWith(`./${locale}/`));
  const loaded = files.map(async ([path, load]) => [namespaceOf(path), await load()] as const);
  return Object.fromEntries(await Promise.all(loaded));
}
