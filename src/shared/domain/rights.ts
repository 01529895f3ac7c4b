/** The rights of support staff, and the right that the editing of each entity of central data takes (rule R5). */
import type { EntityName } from './entities';

/** The rights, in the order in which people choose from them. */
export const rights = [
  'read-fleet',
  'export-equipment',
  'record-status',
  'edit-equipment',
  'move-equipment',
  'remove-equipment',
  'merge-equipment',
  'import-equipment',
  'edit-catalogue',
  'edit-reasons',
  'edit-variants',
  'manage-sites',
  'export-site-memory',
  'manage-users',
] as const;
export type Right = (typeof rights)[number];

export const isRight = (text: string): text is Right => rights.some((right) => right === text);

/** The rights that a wider right includes. `manage-sites` is older than the single rights to equipment. */
const ofEquipment = [
  'record-status',
  'edit-equipment',
  'move-equipment',
  'remove-equipment',
  'merge-equipment',
  'import-equipment',
] as const satisfies readonly Right[];
const allowedWith: Partial<Record<Right, readonly Right[]>> = {
  'manage-sites': ofEquipment,
  'edit-equipment': ['record-status'],
};

/** True where this right, or a wider one, is among those that somebody has. */
export const may = (has: readonly string[], right: Right): boolean =>
  has.includes(right) || rights.some((wide) => has.includes(wide) && allowedWith[wide]?.includes(right));

/** The wider right, of those that somebody has, that includes this one. */
export const mayBy = (has: readonly string[], right: Right): Right | undefined =>
  rights.find((wide) => has.includes(wide) && allowedWith[wide]?.includes(right));

/** True where these rights allow any change of the equipment of stores. */
export const mayChangeSome = (has: readonly string[]): boolean =>
  ofEquipment.some((right) => may(has, right));

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
