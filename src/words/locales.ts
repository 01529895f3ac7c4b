// The languages of the app, in the order in which they are offered, each by its own name.
export const locales = ['en', 'fr', 'es', 'pt', 'ar'] as const;

export type Locale = (typeof locales)[number];

export const localeNames: Record<Locale, string> = {
  en: 'English',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  ar: 'العربية',
};

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

export const isLocale = (text: string): text is Locale => locales.some((locale) => locale === text);

/** The first of the wanted languages that we speak; regions do not matter. English when there is none. */
export function guessLocale(wanted: readonly string[]): Locale {
  const spoken = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLocale);
  return spoken ?? 'en';
}

/**
 * The regional form in which a reader wants figures and dates of a language: theirs when they name one, else one that puts the
 * day first.
 */
export function regionalTag(locale: Locale, wanted: readonly string[]): string {
  const own = wanted.find((tag) => tag.includes('-') && tag.toLowerCase().split('-')[0] === locale);
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}
