/** The properties that central data asks of a kind of equipment, and their values in words. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Classification } from '#shared/domain/rules/hierarchy';
import type { Json } from '#shared/json';
import type { Words } from '../../../words/words.svelte';

/** A property applies to the class, category and type that it names; to everything when it names none. */
export const propertiesFor = (
  classification: Classification,
  properties: readonly AssetProperty[],
): AssetProperty[] =>
  properties
    .filter(
      ({ classId, categoryId, typeId, deletedAt }) =>
        deletedAt === undefined &&
        (classId === undefined || classId === classification.classId) &&
        (categoryId === undefined || categoryId === classification.categoryId) &&
        (typeId === undefined || typeId === classification.typeId),
    )
    .sort((a, b) => a.name.localeCompare(b.name));

type Value = Json | undefined;

/** The value as a person writes it; empty when there is none. */
export function valueInWords(words: Words, value: Value, type?: AssetProperty['valueType']): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return words.t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'number') return words.number(value);
  if (typeof value === 'string') return type === 'DATE' ? words.date(value) : value;
  return JSON.stringify(value);
}

/** Every value that is known, those of known properties first, under its property's name. */
export function namedValues(
  words: Words,
  values: Readonly<Record<string, Value>>,
  properties: readonly AssetProperty[],
): { key: string; label: string; value: string }[] {
  const known = new Map(properties.map((property) => [property.key, property]));
  const order = [...known.keys(), ...Object.keys(values).filter((key) => !known.has(key))];
  return order.flatMap((key) => {
    const property = known.get(key);
    const value = valueInWords(words, values[key], property?.valueType);
    return value === '' ? [] : [{ key, label: property?.name ?? key, value }];
  });
}
