/** The form of a property: its name, its kind of value, and the equipment that it applies to. */
import { valueTypes } from '#shared/domain/hierarchy';
import type { FieldSpec } from '../record/field-spec';
import type { Words } from '../../../words/words.svelte';
import type { Places } from './queries';

export function propertyFields(words: Words, { classes, categories, types }: Places): FieldSpec[] {
  const everywhere = words.t('properties.everywhere');
  const named = (rows: readonly { id: string; label: string }[]) =>
    rows.map(({ id, label }) => ({ value: id, label }));
  return [
    { name: 'key', label: 'properties.key', hint: 'properties.keyHint', kind: 'text', required: true },
    { name: 'name', label: 'properties.name', hint: 'properties.nameHint', kind: 'text', required: true },
    {
      name: 'valueType',
      label: 'properties.valueType',
      kind: 'choice',
      required: true,
      options: valueTypes.map((value) => ({ value, label: words.t(`properties.type${value}`) })),
    },
    {
      name: 'allowedValues',
      label: 'properties.allowedValues',
      hint: 'properties.allowedHint',
      kind: 'lines',
    },
    {
      name: 'classId',
      label: 'properties.class',
      kind: 'choice',
      options: named(classes),
      noChoice: everywhere,
    },
    {
      name: 'categoryId',
      label: 'properties.category',
      kind: 'choice',
      options: named(categories),
      noChoice: everywhere,
    },
    { name: 'typeId', label: 'properties.type', kind: 'choice', options: named(types), noChoice: everywhere },
  ];
}

/** Values are kept under the key, so that of a property that is there already stays as it is. */
export const withoutKey = (specs: readonly FieldSpec[]): FieldSpec[] =>
  specs.filter(({ name }) => name !== 'key');
