/** What stands in the stores of the demo country: mostly models of the starter catalogue, and some boxes that no catalogue lists. */
import type { JsonObject } from '#shared/json';
import { catalogue, SUB_CATALOGUE } from '../reference-data/catalogue';
import { CONTAINERS, categories } from '../reference-data/hierarchy';
import { classificationOf, starterId } from '../reference-data/starter-changes';
import type { Chance } from './chance';
import type { NewAsset } from './life-of-an-asset';

const PER_STORE = 12;
/** of the twelve, this many are containers */
const CONTAINERS_PER_STORE = 3;

export const equipmentOf = (store: { id: string; code: string }, chance: Chance): NewAsset[] =>
  Array.from({ length: PER_STORE }, (_, index) => ({
    storeId: store.id,
    number: `${store.code}-${String(index + 1).padStart(3, '0')}`,
    kind: index < PER_STORE - CONTAINERS_PER_STORE ? fromCatalogue(chance) : container(chance),
  }));

function fromCatalogue(chance: Chance): JsonObject {
  const item = catalogue[chance.whole(0, catalogue.length - 1)];
  if (!item) return container(chance);
  return {
    ...classificationOf(item.type),
    catalogueItemId: starterId('catalogueItem', `${SUB_CATALOGUE} ${item.code}`),
  };
}

function container(chance: Chance): JsonObject {
  const types = categories.find(({ name }) => name === CONTAINERS)?.types ?? [];
  const type = types[chance.whole(0, types.length - 1)] ?? '';
  return { ...classificationOf(type), manufacturer: 'AOV', model: `Model ${chance.whole(10, 60)}` };
}
