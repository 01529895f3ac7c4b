// The language of this browser: the one chosen before, else the first one it asks for that we speak.
import { guessLocale, isLocale, type Locale } from './locales';

export const localeStoredAs = 'waypost.locale';

/** The parts of the browser that the words need. */
export interface Surroundings {
  languages: readonly string[];
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  root: Pick<HTMLElement, 'lang' | 'dir'>;
}

export const ofBrowser = (): Surroundings => ({
  languages: navigator.languages,
  storage: storageOfBrowser(),
  root: document.documentElement,
});

/** Undefined where the browser forbids it. */
function storageOfBrowser(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

export const chosenLocale = ({ languages, storage }: Surroundings): Locale =>
  remembered(storage) ?? guessLocale(languages);

function remembered(storage: Surroundings['storage']): Locale | undefined {
  try {
    const stored = storage?.getItem(localeStoredAs) ?? '';
    return isLocale(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that forbids storage only forgets the choice. */
export function rememberLocale({ storage }: Surroundings, locale: Locale): void {
  try {
    storage?.setItem(localeStoredAs, locale);
  } catch {
    return;
  }
}
