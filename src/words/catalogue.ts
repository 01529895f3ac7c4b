// Where the words come from: each language is one file, fetched when it is chosen.
import type { Locale } from './locales';

export type Namespace = Record<string, string>;

/** The messages of each namespace. */
export type Catalogue = Record<string, Namespace>;

interface Language {
  files: Record<string, Namespace>;
}

const languages: Record<Locale, () => Promise<Language>> = {
  ar: () => import('./ar'),
  en: () => import('./en'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  pt: () => import('./pt'),
};

const namespaceOf = (path: string): string => path.replace(/^.*\/(.+)\.json$/, '$1');

export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const { files } = await languages[locale]();
  return Object.fromEntries(Object.entries(files).map(([path, messages]) => [namespaceOf(path), messages]));
}
