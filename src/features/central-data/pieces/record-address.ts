/** The addresses of central data: the list of an entity where it has one of its own, and its records under it. */
import { isListed, type ListedEntity } from '#shared/domain/entities';
import { tableOf } from '../../../replica/database';

const own: Partial<Record<ListedEntity, string>> = {
  catalogueItem: '/catalogue',
  assetClass: '/central-data/classes',
  assetCategory: '/central-data/categories',
  assetType: '/central-data/types',
  assetProperty: '/central-data/properties',
};

/** `packVariant` lies under /central-data/pack-variants. */
export const pathOf = (entity: ListedEntity): string =>
  own[entity] ?? `/central-data/${tableOf(entity).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The address of a record; undefined for a record that is no central data in a list. */
export const addressOf = (entity: string, id: string): string | undefined =>
  isListed(entity) ? `${pathOf(entity)}/${encodeURIComponent(id)}` : undefined;
