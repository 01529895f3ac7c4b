/** The names of a record's fields and of their values, wherever they are shown. */
import type { Json } from '#shared/json';
import type { Words } from '../../../words/words.svelte';
import { keyOfField } from './field-path';
import { inWords, labelOf, textOfValue, type FieldSpec } from './field-spec';

export interface FieldWords {
  label: (field: string) => string;
  /** "(blank)" where there is none */
  value: (field: string, value: Json) => string;
}

/** A field that only a newer app knows is called by its own name. */
export function fieldWords(words: Words, specs: readonly FieldSpec[]): FieldWords {
  const specOf = (field: string) => specs.find(({ name }) => name === field);
  return {
    label: (field) => {
      const spec = specOf(field);
      if (spec) return labelOf(words, spec);
      return field === 'deletedAt' ? words.t('central-data.retiredBadge') : (keyOfField(field) ?? field);
    },
    value: (field, value) => {
      if (field === 'deletedAt')
        return words.t(value === null ? 'central-data.inUse' : 'central-data.retiredBadge');
      const spec = specOf(field);
      const text = spec && value !== null ? inWords(words, spec, value) : textOfValue(value);
      return text || words.t('central-data.blank');
    },
  };
}
