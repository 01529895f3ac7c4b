/** The table of all entities: its document, its fields, and its rows. To add an entity, add it here. */
import * as z from 'zod/mini';
import { asset, blankAsset } from './asset';
import { assetLog, blankAssetLog } from './asset-log';
import { blankCatalogueItem, catalogueItem } from './catalogue-item';
import { blankFacility, blankRegion, facility, region } from './country';
import { blankFileReference, fileReference } from './file-reference';
import { presentName } from './former-names';
import {
  assetCategory,
  assetClass,
  assetProperty,
  assetType,
  blankAssetCategory,
  blankAssetClass,
  blankAssetProperty,
  blankAssetType,
} from './hierarchy';
import { blankItem, blankPackVariant, item, packVariant } from './item';
import { blankProgrammeSettings, PROGRAMME_SETTINGS, programmeSettings } from './programme-settings';
import { blankRound, round } from './round';
import { blankStatusReason, statusReason } from './status-reason';

export type Verb =
  | 'create'
  | 'edit'
  | 'remove'
  | 'add'
  | 'attach'
  | 'move'
  | 'void'
  | 'rekey'
  | 'merge'
  | 'finish'
  // rulings on other changes of the entity, by central alone
  | 'first'
  | 'disown'
  | 'own';

/** The description of an entity for the fold and the judge. */
export interface Entity {
  /** the kind of document its changes are filed in */
  filedIn: 'config' | 'store' | 'country';
  verbs: readonly Verb[];
  /** its first entry stands for ever (rule F5); later ones are kept and flagged */
  writeOnce: boolean;
  schema: z.ZodMiniObject;
  /** the value of a required field that was never given */
  blank: Record<string, unknown>;
  /** the id of the only record of the kind; fields that nobody set are as in `blank` */
  onlyId?: string;
  /**
   * the fields by which people know a record (rule R2). Where two are the same, the last field is to change; those before it
   * name the group
   */
  knownBy?: readonly [string, ...string[]];
}

const editable = ['create', 'edit', 'remove'] as const;

type KnownBy = Pick<Entity, 'knownBy'>;

const central = <S extends z.ZodMiniObject, B extends Record<string, unknown>>(
  schema: S,
  blank: B,
  knownBy: KnownBy = {},
) => ({
  filedIn: 'config' as const,
  verbs: editable,
  writeOnce: false,
  schema,
  blank,
  ...knownBy,
});

const ofCountry = <S extends z.ZodMiniObject, B extends Record<string, unknown>>(
  schema: S,
  blank: B,
  knownBy: KnownBy = {},
) => ({
  ...central(schema, blank, knownBy),
  filedIn: 'country' as const,
});

export const entities = {
  asset: {
    filedIn: 'store',
    verbs: [...editable, 'move', 'merge', 'first', 'disown', 'own'],
    writeOnce: false,
    schema: asset,
    blank: blankAsset,
  },
  assetLog: {
    filedIn: 'store',
    verbs: ['add', 'void', 'rekey', 'disown', 'own'],
    writeOnce: true,
    schema: assetLog,
    blank: blankAssetLog,
  },
  file: {
    filedIn: 'store',
    verbs: ['attach', 'remove', 'disown', 'own'],
    writeOnce: true,
    schema: fileReference,
    blank: blankFileReference,
  },
  round: {
    filedIn: 'store',
    verbs: ['finish', 'disown', 'own'],
    writeOnce: true,
    schema: round,
    blank: blankRound,
  },
  catalogueItem: central(catalogueItem, blankCatalogueItem, { knownBy: ['subCatalogue', 'code'] }),
  statusReason: central(statusReason, blankStatusReason, { knownBy: ['functionalStatus', 'reason'] }),
  packVariant: central(packVariant, blankPackVariant, { knownBy: ['itemId', 'shortName'] }),
  item: central(item, blankItem, { knownBy: ['code'] }),
  assetClass: central(assetClass, blankAssetClass, { knownBy: ['name'] }),
  assetCategory: central(assetCategory, blankAssetCategory, { knownBy: ['classId', 'name'] }),
  assetType: central(assetType, blankAssetType, { knownBy: ['categoryId', 'name'] }),
  assetProperty: central(assetProperty, blankAssetProperty, {
    knownBy: ['classId', 'categoryId', 'typeId', 'key'],
  }),
  programmeSettings: {
    ...central(programmeSettings, blankProgrammeSettings),
    verbs: ['create', 'edit'],
    onlyId: PROGRAMME_SETTINGS,
  },
  region: ofCountry(region, blankRegion, { knownBy: ['code'] }),
  facility: ofCountry(facility, blankFacility),
} as const satisfies Record<string, Entity>;

export type EntityName = keyof typeof entities;
export const isEntityName = (name: string): name is EntityName => Object.hasOwn(entities, name);
export const entityNames = Object.keys(entities) as EntityName[];
export const centralEntities = entityNames.filter((name) => entities[name].filedIn === 'config');

/** Central data of which there are as many records as staff make. */
export type ListedEntity = {
  [E in EntityName]: (typeof entities)[E] extends { filedIn: 'config'; onlyId?: never } ? E : never;
}[EntityName];

export const isListed = (name: string): name is ListedEntity =>
  isEntityName(name) && entities[name].filedIn === 'config' && onlyIdOf(name) === undefined;
export const listedEntities = centralEntities.filter(isListed);

/** The row of an entity, as people see it: the fold of its changes. */
export type RowOf<E extends EntityName> = z.infer<(typeof entities)[E]['schema']>;
export type AnyRow = { [E in EntityName]: RowOf<E> }[EntityName];

/** The id of the only record of an entity; undefined where there are as many as people make. */
export function onlyIdOf(name: EntityName): string | undefined {
  const entity: Entity = entities[name];
  return entity.onlyId;
}

/** The verbs that bring an entity into being. */
export const isFirstVerb = (verb: Verb): boolean =>
  verb === 'create' || verb === 'add' || verb === 'attach' || verb === 'finish';

interface Kind {
  readonly entity: EntityName;
  readonly verb: Verb;
}

/** The kinds that were read and are known: few, and each change is asked for its own many times. */
const kinds = new Map<string, Kind>();

/** Reads a kind such as `asset.edit`; undefined when this build does not know it (a newer app's). */
export function parseKind(kind: string): Kind | undefined {
  const known = kinds.get(kind);
  if (known) return known;
  const read = readKind(kind);
  // a text that only begins as a kind does is not kept: anyone may send another one
  if (read && kind === `${read.entity}.${read.verb}`) kinds.set(kind, read);
  return read;
}

function readKind(kind: string): Kind | undefined {
  const [name = '', verb = ''] = kind.split('.');
  if (!isEntityName(name)) return undefined;
  const known = (entities[name].verbs as readonly string[]).includes(verb);
  return known ? { entity: name, verb: verb as Verb } : undefined;
}

/** The schema of one field, or undefined when this build does not know it. */
export function fieldSchema(entity: EntityName, field: string): z.ZodMiniType | undefined {
  const shape: Record<string, z.ZodMiniType> = entities[entity].schema.shape;
  const name = presentName(entity, field);
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

const optional = new WeakMap<z.ZodMiniType, boolean>();

/** True when a row may lack the field: `null` in a patch then clears it. */
export function isOptional(schema: z.ZodMiniType): boolean {
  let is = optional.get(schema);
  if (is === undefined) optional.set(schema, (is = z.safeParse(schema, undefined).success));
  return is;
}
