/**
 * The reference data as changes of `config`. Ids and times are derived, so the changes are the same on every central server
 * and at every start, and whatever a programme says later wins over them.
 */
import type { Change } from '#shared/change/change';
import { formatHlc } from '#shared/change/hlc';
import type { EntityName } from '#shared/domain/entities';
import { STARTER_DATA } from '#shared/domain/programme-settings';
import { functionalStatuses } from '#shared/domain/functional-status';
import type { JsonObject } from '#shared/json';
import { derivedId } from '../new-id';
import { catalogue, SUB_CATALOGUE } from './catalogue';
import { categories, COLD_CHAIN } from './hierarchy';
import { items } from './items';
import { coolingCategories, coolingProperties, generalProperties } from './properties';
import { statusReasons } from './status-reasons';

const NAMESPACE = '6f1f3e0a-3f0e-5c53-9d0c-8a7c5f6b2e11';
const WRITTEN = Date.UTC(2025, 0, 1);
const author = { deviceId: STARTER_DATA, userId: 'waypost' };

interface Entry {
  entity: EntityName;
  /** what the entity's id is derived from: never changed, even when its name is */
  key: string;
  patch: JsonObject;
}

/** The id that an entity of the starter data has everywhere. */
export const starterId = (entity: EntityName, key: string): string =>
  derivedId(NAMESPACE, `${entity} ${key}`);

export const classId = starterId('assetClass', COLD_CHAIN);

export function starterChanges(): { changes: Change[]; author: typeof author } {
  const entries = [
    ...hierarchyEntries(),
    ...propertyEntries(),
    ...reasonEntries(),
    ...catalogueEntries(),
    ...itemEntries(),
  ];
  return { changes: entries.map(toChange), author };
}

const toChange = ({ entity, key, patch }: Entry, index: number): Change => ({
  id: derivedId(NAMESPACE, `create ${entity} ${key}`),
  hlc: formatHlc({ ms: WRITTEN, counter: index, deviceId: author.deviceId }),
  ...author,
  n: index + 1,
  kind: `${entity}.create`,
  entityId: starterId(entity, key),
  patch,
});

const hierarchyEntries = (): Entry[] => [
  { entity: 'assetClass', key: COLD_CHAIN, patch: { name: COLD_CHAIN } },
  ...categories.map(({ name }): Entry => ({ entity: 'assetCategory', key: name, patch: { name, classId } })),
  ...categories.flatMap((category) =>
    category.types.map((name): Entry => {
      const categoryId = starterId('assetCategory', category.name);
      return { entity: 'assetType', key: name, patch: { name, categoryId } };
    }),
  ),
];

const propertyEntries = (): Entry[] => [
  ...generalProperties.map((property): Entry => ({
    entity: 'assetProperty',
    key: property.key,
    patch: { ...property, classId },
  })),
  ...coolingCategories.flatMap((category) =>
    coolingProperties.map((property): Entry => {
      const categoryId = starterId('assetCategory', category);
      return {
        entity: 'assetProperty',
        key: `${category} ${property.key}`,
        patch: { ...property, classId, categoryId },
      };
    }),
  ),
];

const reasonEntries = (): Entry[] =>
  functionalStatuses.flatMap((functionalStatus) =>
    (statusReasons[functionalStatus] ?? []).map((reason): Entry => {
      const patch = { functionalStatus, reason, commentsRequired: false };
      return { entity: 'statusReason', key: `${functionalStatus} ${reason}`, patch };
    }),
  );

/** Where a type of the starter data stands in the hierarchy. */
export function classificationOf(type: string): { classId: string; categoryId: string; typeId: string } {
  const category = categories.find(({ types }) => types.includes(type))?.name ?? '';
  return { classId, categoryId: starterId('assetCategory', category), typeId: starterId('assetType', type) };
}

const catalogueEntries = (): Entry[] =>
  catalogue.map(({ code, manufacturer, model, type, properties }) => {
    const patch = {
      subCatalogue: SUB_CATALOGUE,
      code,
      ...classificationOf(type),
      manufacturer,
      model,
      properties,
    };
    return { entity: 'catalogueItem', key: `${SUB_CATALOGUE} ${code}`, patch };
  });

const itemEntries = (): Entry[] =>
  items.flatMap(({ code, name, unit, packs }): Entry[] => {
    const itemId = starterId('item', code);
    const variants = packs.map((pack): Entry => ({
      entity: 'packVariant',
      key: `${code} ${pack.shortName}`,
      patch: { ...pack, itemId, isActive: true },
    }));
    return [{ entity: 'item', key: code, patch: { code, name, unit } }, ...variants];
  });
