/** The rights of support staff, and the right that the editing of each entity of central data takes (rule R5). */
import type { EntityName } from './entities';

/** The rights, in the order in which people choose from them. */
export const rights = [
  'read-fleet',
  'edit-catalogue',
  'edit-reasons',
  'edit-variants',
  'manage-sites',
  'export-site-memory',
  'manage-users',
] as const;
export type Right = (typeof rights)[number];

export const isRight = (text: string): text is Right => rights.some((right) => right === text);

type StoreEntity = 'asset' | 'assetLog' | 'file' | 'round';
type CentralEntity = Exclude<EntityName, StoreEntity>;

/** No right of staff covers them. Named here too: the first page asks for rights, and the table of all entities comes after it. */
const ofStores: Record<StoreEntity, true> = { asset: true, assetLog: true, file: true, round: true };

const rightOf: Record<CentralEntity, Right> = {
  catalogueItem: 'edit-catalogue',
  assetClass: 'edit-catalogue',
  assetCategory: 'edit-catalogue',
  assetType: 'edit-catalogue',
  assetProperty: 'edit-catalogue',
  statusReason: 'edit-reasons',
  item: 'edit-variants',
  packVariant: 'edit-variants',
  programmeSettings: 'manage-sites',
  region: 'manage-sites',
  facility: 'manage-sites',
};

const rightsOf = new Map<string, Right>(Object.entries(rightOf));
const editing = new Set(rightsOf.values());

/** True if these rights allow writing an entity of central data. An entity that only a newer app knows takes all the rights to edit. */
export function mayEdit(has: readonly string[], entity: string): boolean {
  const right = rightsOf.get(entity);
  if (right !== undefined) return has.includes(right);
  return !Object.hasOwn(ofStores, entity) && [...editing].every((one) => has.includes(one));
}

export const rightToEdit = (entity: CentralEntity): Right => rightOf[entity];

/** True if these rights allow writing anything of central data. */
export const mayEditSome = (has: readonly string[]): boolean =>
  [...rightsOf.keys()].some((entity) => mayEdit(has, entity));
