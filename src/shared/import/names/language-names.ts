/** The languages in which tables hold names beside the programme's own (rule F6): each by its own name, which heads its column in every language of the app. */
export const languageNames: Readonly<Record<string, string>> = {
  en: 'English',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  ar: 'العربية',
};
