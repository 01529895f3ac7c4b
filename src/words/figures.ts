// Tells i18next to write every number in a message in the figures of the message's language.
import type { FormatterModule } from 'i18next';

export const figures: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, locale) =>
    typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : String(value),
};
