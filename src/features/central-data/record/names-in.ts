/** The fields of a record for its name in each language of the app. */
import { entryName } from '#shared/domain/keyed-fields';
import { localeNames, locales } from '../../../words/locales';
import type { FieldSpec } from './field-spec';

export const namesIn: readonly FieldSpec[] = locales.map((locale) => ({
  name: entryName('nameIn', locale),
  label: { said: localeNames[locale] },
  kind: 'text',
  section: 'central-data.namesIn',
}));
