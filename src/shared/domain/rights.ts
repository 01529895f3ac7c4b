/** What members of support staff may do, and which right the editing of central data takes, entity by entity (rule R5). */
import type { EntityName } from './entities';

/** In the order in which people choose from them. */
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

/** What a wider right allows with it. `manage-sites` was there before there was a right for each thing that is done to equipment. */
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

/** Whether whoever has these rights may do what takes this one: it was given to them, or a wider one. */
export const may = (has: readonly string[], right: Right): boolean =>
  has.includes(right) || rights.some((wide) => has.includes(wide) && allowedWith[wide]?.includes(right));

/** The wider rights of those that they have, because of which they may do this too. */
export const mayBy = (has: readonly string[], right: Right): Right | undefined =>
  rights.find((wide) => has.includes(wide) && allowedWith[wide]?.includes(right));

/** Whether these rights allow changing anything of the equipment of stores. */
export const mayChangeSome = (has: readonly string[]): boolean => ofEquipment.some((right) => may(has, right));

/** What most people are given, by name. Whoever has other rights has a choice of their own. */
export const presets = {
  viewer: ['read-fleet', 'export-equipment'],
  recorder: ['read-fleet', 'export-equipment', 'record-status'],
  catalogue: ['read-fleet', 'export-equipment', 'edit-catalogue', 'edit-reasons', 'edit-variants'],
  administrator: rights,
} as const satisfies Record<string, readonly Right[]>;
export type Preset = keyof typeof presets;

/** The preset that gives exactly these rights. */
export function presetOf(has: readonly string[]): Preset | undefined {
  const names = Object.keys(presets) as Preset[];
  return names.find((name) => rights.every((right) => may(presets[name], right) === may(has, right)));
}

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

/** Whether these rights allow writing an entity of central data. What only a newer app knows takes all the rights to edit. */
export function mayEdit(has: readonly string[], entity: string): boolean {
  const right = rightsOf.get(entity);
  if (right !== undefined) return has.includes(right);
  return !Object.hasOwn(ofStores, entity) && [...editing].every((one) => has.includes(one));
}

export const rightToEdit = (entity: CentralEntity): Right => rightOf[entity];

/** Whether these rights allow writing anything of central data. */
export const mayEditSome = (has: readonly string[]): boolean =>
  [...rightsOf.keys()].some((entity) => mayEdit(has, entity));
