/**
 * The equipment in the stores of the demo country: mostly models of the catalogue that every programme begins with, and some boxes that no
 * catalogue lists.
 */
import type { JsonObject } from '#shared/json';
import { bornModel, bornRows, classificationOf } from '../reference-data/born/born';
import type { Chance } from './chance';
import type { NewAsset } from './life-of-an-asset';

const PER_STORE = 12;
/** of the twelve, this many are containers */
const CONTAINERS_PER_STORE = 3;

/** Refrigerators and freezers that are seen in health centres. */
const codes = [
  ...['E003/007', 'E003/011', 'E003/022', 'E003/110', 'E003/112', 'E003/044', 'E003/051', 'E003/066'],
  ...['E003/100', 'E003/079', 'E003/089', 'E003/081', 'E003/030', 'E003/068', 'E003/037', 'E003/069'],
  ...['E003/106', 'E003/108', 'E003/049', 'E003/035', 'E003/042', 'E003/048', 'E003/002', 'E003/024'],
  'E003/125',
];
const models = codes.map(bornModel);

const containers = bornRows
  .filter(({ entity }) => entity === 'assetType')
  .map(({ patch }) => String(patch['name']))
  .filter((name) => /box|carrier|passive/.test(name));

export const equipmentOf = (store: { id: string; code: string }, chance: Chance): NewAsset[] =>
  Array.from({ length: PER_STORE }, (_, index) => ({
    storeId: store.id,
    number: `${store.code}-${String(index + 1).padStart(3, '0')}`,
    kind: index < PER_STORE - CONTAINERS_PER_STORE ? fromCatalogue(chance) : container(chance),
  }));

function fromCatalogue(chance: Chance): JsonObject {
  const model = models[chance.whole(0, models.length - 1)];
  if (!model) return container(chance);
  const { classId = '', categoryId = '', typeId = '' } = model.patch;
  return { classId, categoryId, typeId, catalogueItemId: model.id };
}

function container(chance: Chance): JsonObject {
  const type = containers[chance.whole(0, containers.length - 1)] ?? '';
  return { ...classificationOf(type), manufacturer: 'AOV', model: `Model ${chance.whole(10, 60)}` };
}
