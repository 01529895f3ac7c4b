/** Fields of an asset and their values in words, for the history and for conflicts. */
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { Json } from '#shared/json';
import { fieldLabel } from './pieces/asset-fields';
import type { EquipmentNames } from './pieces/equipment-names';
import { valueInWords } from './pieces/properties';
import type { Words } from '../../words/words.svelte';

export interface FieldContext {
  words: Words;
  names: EquipmentNames;
  properties: readonly AssetProperty[];
  stores: ReadonlyMap<string, string>;
  /** numbers of other assets that a field may name */
  numbers?: ReadonlyMap<string, string>;
}

const prefix = 'properties.';

const propertyOf = ({ properties }: FieldContext, field: string): AssetProperty | undefined =>
  properties.find(({ key }) => field === `${prefix}${key}`);

/** The name of a field, or of `properties.<key>`. */
export function labelOf(context: FieldContext, field: string): string {
  if (!field.startsWith(prefix)) return fieldLabel(context.words, field);
  return propertyOf(context, field)?.name ?? field.slice(prefix.length);
}

const dates = ['installationDate', 'replacementDate', 'warrantyStart', 'warrantyEnd'];

/** A value as people know it; a dash where there is none. */
export function wordsOf(context: FieldContext, field: string, value: Json): string {
  if (value === null || value === '') return '–';
  if (field === 'lockedFields' && Array.isArray(value))
    return context.words.list(value.map((locked) => labelOf(context, String(locked)))) || '–';
  if (typeof value === 'string') return named(context, field, value);
  return valueInWords(context.words, value, propertyOf(context, field)?.valueType);
}

function named(context: FieldContext, field: string, value: string): string {
  const { names, words, stores } = context;
  const item = field === 'catalogueItemId' ? names.catalogue.get(value) : undefined;
  if (item) return [item.code, item.manufacturer, item.model].filter(Boolean).join(' ');
  if (field === 'mergedInto') return context.numbers?.get(value) ?? value;
  if (field === 'deletedAt') return words.instant(value);
  if (dates.includes(field)) return words.date(value);
  const lists = {
    classId: names.classes,
    categoryId: names.categories,
    typeId: names.types,
    storeId: stores,
  };
  const list = Object.entries(lists).find(([name]) => name === field)?.[1];
  return list?.get(value) ?? valueInWords(words, value, propertyOf(context, field)?.valueType);
}
