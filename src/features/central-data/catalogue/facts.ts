/** The properties of an item as they are shown: those that apply, then the others that were stored. */
import type { CatalogueItem } from '#shared/domain/catalogue-item';
import type { AssetProperty } from '#shared/domain/hierarchy';
import { propertiesFor, valueInWords } from '../../equipment/pieces/properties';
import type { Words } from '../../../words/words.svelte';
import { nameAndUnit } from './unit';

export interface Fact {
  key: string;
  label: string;
  /** empty: not stated */
  value: string;
  /** the property was retired, or does not apply to this place any more */
  former: boolean;
}

export function factsOf(words: Words, item: CatalogueItem, properties: readonly AssetProperty[]): Fact[] {
  const present = propertiesFor(item, properties);
  const applying = new Set(present.map(({ key }) => key));
  const former = Object.entries(item.properties)
    .filter(([key, value]) => !applying.has(key) && value !== null)
    .map(([key]) => properties.find((property) => property.key === key) ?? unnamed(key));
  return told([
    ...present.map((property) => fact(words, item, property, false)),
    ...former.map((property) => fact(words, item, property, true)),
  ]);
}

/** Two properties may bear one name; then their keys tell them apart. */
function told(facts: Fact[]): Fact[] {
  const labels = facts.map(({ label }) => label);
  const shared = new Set(labels.filter((label, at) => labels.indexOf(label) !== at));
  return facts.map((one) => (shared.has(one.label) ? { ...one, label: `${one.label} · ${one.key}` } : one));
}

const unnamed = (key: string): AssetProperty => ({ id: key, key, name: key, valueType: 'STRING' });

function fact(words: Words, item: CatalogueItem, property: AssetProperty, former: boolean): Fact {
  const { name, unit } = nameAndUnit(property.name);
  const value = valueInWords(words, item.properties[property.key], property.valueType);
  const measured = value !== '' && unit !== undefined ? `${value} ${unit}` : value;
  return { key: property.key, label: name, value: measured, former };
}
