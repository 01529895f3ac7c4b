/** In which of our languages the people of a site read: their own where somebody said so and we speak it, else `other`. */
import { isLocale, type Locale } from '../../../words/locales';

export const localeOf = ({ language = '' }: { language?: string | undefined }, other: Locale): Locale =>
  isLocale(language) ? language : other;
