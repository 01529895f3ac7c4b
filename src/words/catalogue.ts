// The source of the words. Each language is two files: one for the frame and the pages that a visit begins with, and one for all the
// others. So a slow link carries no more before the first page than it needs.
import type { Locale } from './locales';

export type Namespace = Record<string, string>;

/** The messages of each namespace. */
export type Catalogue = Record<string, Namespace>;

interface Part {
  files: Record<string, Namespace>;
}

const first: Record<Locale, () => Promise<Part>> = {
  ar: () => import('./ar/ar-first'),
  en: () => import('./en/en-first'),
  es: () => import('./es/es-first'),
  fr: () => import('./fr/fr-first'),
  pt: () => import('./pt/pt-first'),
};

const rest: Record<Locale, () => Promise<Part>> = {
  ar: () => import('./ar/ar-rest'),
  en: () => import('./en/en-rest'),
  es: () => import('./es/es-rest'),
  fr: () => import('./fr/fr-rest'),
  pt: () => import('./pt/pt-rest'),
};

const namespaceOf = (path: string): string => path.replace(/^.*\/(.+)\.json$/, '$1');

const read = async (part: () => Promise<Part>): Promise<Catalogue> =>
  Object.fromEntries(
    Object.entries((await part()).files).map(([path, messages]) => [namespaceOf(path), messages]),
  );

export const loadFirst = (locale: Locale): Promise<Catalogue> => read(first[locale]);

export const loadRest = (locale: Locale): Promise<Catalogue> => read(rest[locale]);
