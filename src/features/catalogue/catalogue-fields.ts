/** What each field of a catalogue item is called, and an item itself. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { AssetProperty } from '#shared/domain/hierarchy';
import type { WordKey } from '../../words/keys';
import type { Words } from '../../words/words.svelte';
import { fieldOf, nameAndUnit } from './property-value';

const keys: Readonly<Record<string, WordKey>> = {
  subCatalogue: 'catalogue.subCatalogue',
  code: 'catalogue.code',
  manufacturer: 'catalogue.manufacturer',
  model: 'catalogue.model',
  classId: 'catalogue.class',
  categoryId: 'catalogue.category',
  typeId: 'catalogue.type',
  deletedAt: 'catalogue.retired',
};

/** A field that only a newer app knows is called by its own name. */
export function fieldName(words: Words, field: string, properties: readonly AssetProperty[]): string {
  const key = keys[field];
  if (key !== undefined) return words.t(key);
  const property = properties.find((candidate) => fieldOf(candidate.key) === field);
  return property ? nameAndUnit(property.name).name : field.replace(fieldOf(''), '');
}

/** "Vestfrost MK 304", or its code where it has neither. */
export const itemName = ({
  manufacturer,
  model,
  code,
}: Pick<CatalogueItem, 'manufacturer' | 'model' | 'code'>): string =>
  [manufacturer, model].filter((part) => part !== undefined && part !== '').join(' ') || code;
